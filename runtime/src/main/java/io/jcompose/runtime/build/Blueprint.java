package io.jcompose.runtime.build;

import io.jcompose.runtime.BuildRequest;
import io.jcompose.runtime.Builds;
import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.build.context.SmallText;
import io.jcompose.runtime.build.dockerfile.Dockerfile;
import io.jcompose.runtime.build.dockerfile.DockerfileReader;
import io.jcompose.runtime.build.dockerfile.Instruction;
import io.jcompose.runtime.build.dockerfile.Malformed;
import io.jcompose.runtime.build.dockerfile.Mistakes;
import io.jcompose.runtime.build.dockerfile.Place;
import io.jcompose.runtime.build.plan.Habits;
import io.jcompose.runtime.build.plan.Platforms;
import io.jcompose.runtime.build.plan.Settings;
import io.jcompose.runtime.build.plan.StageGraph;
import io.jcompose.runtime.build.plan.StageReading;
import io.jcompose.runtime.linux.Kernel;
import io.jcompose.runtime.manifest.ImageReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a request asks to be built, read before anything is: its Dockerfile and how the stages hang together. */
record Blueprint(BuildRequest request, Dockerfile file, StageGraph graph) {
    /** Reads the Dockerfile of a request whose contexts are here. */
    static Blueprint of(Kernel kernel, BuildRequest request) throws ContainerException {
        Dockerfile file = read(kernel, request);
        StageGraph graph = StageGraph.of(
                file, given(request), request.target(), request.contexts().keySet());
        return new Blueprint(request, file, graph);
    }

    private static Dockerfile read(Kernel kernel, BuildRequest request) throws ContainerException {
        String text = request.text();
        if (text != null) {
            return DockerfileReader.read(request.file(), text);
        }
        Path path = Path.of(request.context()).resolve(request.file());
        String read = SmallText.read(kernel, path, DockerfileReader.LARGEST)
                .orElseThrow(() -> new ContainerException("there is no " + path));
        return DockerfileReader.read(request.file(), read);
    }

    private static Map<String, String> given(BuildRequest request) {
        Map<String, String> given = new LinkedHashMap<>(Platforms.arguments());
        given.putAll(request.arguments());
        return given;
    }

    /** What the image is to be called. */
    static List<ImageReference> names(List<String> texts) throws ContainerException {
        List<ImageReference> names = new ArrayList<>();
        for (String text : texts) {
            ImageReference reference = ImageReference.parse(text);
            if (reference.digest() != null || reference.name().startsWith("jcompose/")) {
                throw new ContainerException("an image cannot be called '" + text
                        + "': digests and the names of built-in images are not chosen");
            }
            names.add(reference);
        }
        return names;
    }

    /** Named contexts are directories or images, here or elsewhere. */
    static void checkContexts(BuildRequest request) throws ContainerException {
        for (Map.Entry<String, String> context : request.contexts().entrySet()) {
            String place = context.getValue();
            if (!place.startsWith("/") && !Sources.isLayered(place) && !FetchedContexts.isElsewhere(place)) {
                throw new ContainerException("the context '" + context.getKey() + "' is '" + place
                        + "', which is no directory, no " + Sources.IMAGE + "NAME, no " + Sources.LAYOUT
                        + "/DIRECTORY, no git repository and no archive");
            }
        }
    }

    /** What directives ask of a build. */
    void heed(Tally tally) throws ContainerException {
        if (!file.directives().isUsualSyntax()) {
            Tally.Running running = tally.begin("reading " + file.file());
            running.output("warning: "
                    + file.sentence(
                            new Place(1, 1),
                            "the parser '" + file.directives().syntax()
                                    + "' is not fetched: the built-in one reads the file"));
            running.ends(Builds.Outcome.DONE);
        }
        List<String> found = file.directives().check().error() ? found() : List.of();
        if (!found.isEmpty()) {
            throw new ContainerException(String.join("\n", found));
        }
    }

    /** Sentences about habits that are better dropped; all mistakes are thrown at once. */
    List<String> faults() throws ContainerException {
        Mistakes mistakes = new Mistakes(file.file(), file.text());
        for (Dockerfile.Stage stage : file.stages()) {
            StageReading reading =
                    new StageReading(graph, stage.number(), Settings.empty(), given(request), request.commands());
            for (Instruction instruction : stage.instructions()) {
                try {
                    var unused = reading.read(instruction);
                } catch (Malformed e) {
                    mistakes.add(instruction.written().place(), String.valueOf(e.getMessage()));
                }
            }
        }
        mistakes.check();
        return found();
    }

    private List<String> found() {
        return Habits.of(file).stream()
                .filter(habit -> file.directives().check().counts(habit.rule()))
                .map(habit -> file.sentence(habit.place(), habit.rule() + ": " + habit.sentence()))
                .toList();
    }
}
