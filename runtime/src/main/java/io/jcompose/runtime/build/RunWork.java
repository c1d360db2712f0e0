package io.jcompose.runtime.build;

import io.jcompose.runtime.BuildRequest;
import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.build.plan.CacheKey;
import io.jcompose.runtime.build.plan.Step;
import io.jcompose.runtime.manifest.Digest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Carries out RUN. */
final class RunWork {
    private final BuildRequest request;
    private final Commands commands;
    private final BuildShelf shelf;
    private final Path empty;
    private final Given given;

    RunWork(BuildRequest request, Commands commands, BuildShelf shelf, Path empty, Given given) {
        this.request = request;
        this.commands = commands;
        this.shelf = shelf;
        this.empty = empty;
        this.given = given;
    }

    StepResult run(
            Step.Run step, StageState before, boolean useCache, RunMounts mounts, Tally tally, Tally.Running running)
            throws IOException, ContainerException {
        Digest key = CacheKey.run(step, before.layerNames(), mounts.contents(step), given.further());
        Optional<StageState> cached = useCache ? shelf.find(key, before) : Optional.empty();
        if (cached.isPresent()) {
            return new StepResult(cached.get(), true);
        }
        mounts.prepare(step, tally);
        Path work = shelf.newWork();
        try {
            List<Path> layers = before.stack(empty);
            Commands.Order order = new Commands.Order(
                    step.command(),
                    environment(step, mounts),
                    step.user(),
                    step.workingDirectory(),
                    mounts.mounts(),
                    step.network(),
                    request.commands().hosts(),
                    request.commands().limits());
            commands.run(order, layers, work, shelf::checkRoom, tally, running);
            FreshLayer layer = new FreshLayer(work);
            layer.withoutMountPoints(Commands.mountPoints(order), layers);
            layer.clamp(given.epoch());
            return new StepResult(
                    shelf.put(key, before, layer.isEmpty() ? Optional.empty() : Optional.of(work), given.now()), false);
        } finally {
            shelf.dropWork(work);
        }
    }

    private static List<String> environment(Step.Run step, RunMounts mounts) {
        Map<String, String> all = new LinkedHashMap<>(step.hidden());
        all.putAll(step.environment());
        all.putAll(mounts.environment());
        List<String> variables = new ArrayList<>();
        all.forEach((name, value) -> variables.add(name + "=" + value));
        return variables;
    }
}
