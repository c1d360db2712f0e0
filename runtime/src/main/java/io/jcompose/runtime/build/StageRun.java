package io.jcompose.runtime.build;

import io.jcompose.runtime.BuildRequest;
import io.jcompose.runtime.Builds.Outcome;
import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.build.dockerfile.Dockerfile;
import io.jcompose.runtime.build.dockerfile.DockerfileReader;
import io.jcompose.runtime.build.dockerfile.Instruction;
import io.jcompose.runtime.build.dockerfile.Malformed;
import io.jcompose.runtime.build.plan.Settings;
import io.jcompose.runtime.build.plan.SettingsJson;
import io.jcompose.runtime.build.plan.StageGraph;
import io.jcompose.runtime.build.plan.StageReading;
import io.jcompose.runtime.build.plan.Step;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Builds one stage, instruction by instruction. */
final class StageRun {
    private final Dockerfile file;
    private final Dockerfile.Stage stage;
    private final StageGraph graph;
    private final BuildRequest request;
    private final Workshop workshop;
    private final Tally tally;

    StageRun(StageGraph graph, int stage, BuildRequest request, Workshop workshop, Tally tally) {
        this.file = graph.file();
        this.stage = file.stages().get(stage);
        this.graph = graph;
        this.request = request;
        this.workshop = workshop;
        this.tally = tally;
    }

    /** @param base is not changed */
    StageState run(StageState base) throws ContainerException {
        StageState state = base.copy();
        Settings settings = state.settings();
        List<Instruction> instructions = new ArrayList<>(triggers(settings));
        instructions.addAll(stage.instructions());
        StageReading reading =
                new StageReading(graph, stage.number(), settings, workshop.arguments(), request.commands());
        boolean useCache = !request.cache().none()
                && !request.cache().without().contains(stage.from().name());
        int number = 1;
        for (Instruction instruction : instructions) {
            number++;
            tally.check();
            try {
                Optional<Step> step = reading.read(instruction);
                if (step.isPresent()) {
                    String title = title(number, instructions.size() + 1, instruction);
                    int layers = state.layers().size();
                    state = done(step.get(), title, state, useCache);
                    state = state.with(past(state, instruction, state.layers().size() == layers));
                } else {
                    state = state.with(past(state, instruction, true));
                }
            } catch (Malformed e) {
                throw new BuildFailure(file.sentence(instruction.written().place(), String.valueOf(e.getMessage())), e);
            }
        }
        return state;
    }

    /** What the base image wants to be done first. */
    private List<Instruction> triggers(Settings settings) throws ContainerException {
        List<Instruction> triggers = new ArrayList<>();
        for (String text : settings.takeTriggers()) {
            try {
                triggers.add(DockerfileReader.trigger(
                        text, file.directives().escape(), stage.from().written().place()));
            } catch (Malformed e) {
                throw new BuildFailure(
                        file.sentence(
                                stage.from().written().place(),
                                "the base image has the trigger '" + text + "': " + e.getMessage()),
                        e);
            }
        }
        return triggers;
    }

    private String title(int number, int count, Instruction instruction) {
        String name = stage.from().name();
        String label = name.isEmpty() ? (file.stages().size() == 1 ? "" : "stage-" + stage.number() + " ") : name + " ";
        return String.format(
                Locale.ROOT,
                "[%s%d/%d] %s",
                label,
                number,
                count,
                instruction.written().text());
    }

    private StageState done(Step step, String title, StageState before, boolean useCache) throws ContainerException {
        Tally.Running running = tally.begin(title);
        boolean good = false;
        try {
            StepResult result = workshop.run(step, before, useCache, tally, running);
            good = true;
            running.ends(result.cached() ? Outcome.CACHED : Outcome.DONE);
            return result.state();
        } catch (Cancelled | BuildFailure e) {
            throw e;
        } catch (ContainerException e) {
            throw new BuildFailure(file.sentence(step.place(), String.valueOf(e.getMessage())), e);
        } catch (IOException | UncheckedIOException e) {
            throw new BuildFailure(file.sentence(step.place(), "it cannot be done: " + e.getMessage()), e);
        } finally {
            if (!good) {
                running.ends(Outcome.FAILED);
            }
        }
    }

    private static SettingsJson.Past past(StageState state, Instruction instruction, boolean emptyLayer) {
        return new SettingsJson.Past(state.made(), instruction.written().text(), "jcompose.build", emptyLayer);
    }
}
