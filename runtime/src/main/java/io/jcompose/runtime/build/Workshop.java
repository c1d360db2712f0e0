package io.jcompose.runtime.build;

import io.jcompose.runtime.BuildRequest;
import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.build.plan.CacheKey;
import io.jcompose.runtime.build.plan.Platforms;
import io.jcompose.runtime.build.plan.Step;
import io.jcompose.runtime.linux.Kernel;
import io.jcompose.runtime.manifest.Digest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Carries out the steps of one build, or finds them in the cache. */
final class Workshop {
    private final Kernel kernel;
    private final BuildRequest request;
    private final Given given;
    private final BuildLayout layout;
    private final Views views;
    private final BuildShelf shelf;
    private final CacheMounts caches;
    private final Sources sources;
    private final Sources.States states;
    private final CopyWork copies;
    private final RunWork commands;

    Workshop(
            Kernel kernel,
            BuildRequest request,
            BuildLayout layout,
            Views views,
            BuildShelf shelf,
            CacheMounts caches,
            Commands commands,
            Sources sources,
            Sources.States states) {
        this.kernel = kernel;
        this.request = request;
        this.given = new Given(request);
        this.layout = layout;
        this.views = views;
        this.shelf = shelf;
        this.caches = caches;
        this.sources = sources;
        this.states = states;
        this.copies = new CopyWork(kernel, sources, states, views, shelf, layout.empty(), given);
        this.commands = new RunWork(request, commands, shelf, layout.empty(), given);
    }

    /** Those of the request, and those that are always there. */
    Map<String, String> arguments() {
        Map<String, String> all = new LinkedHashMap<>(Platforms.arguments());
        all.putAll(request.arguments());
        return all;
    }

    StepResult run(Step step, StageState before, boolean useCache, Tally tally, Tally.Running running)
            throws IOException, ContainerException {
        if (step instanceof Step.Run run) {
            try (RunMounts mounts = new RunMounts(kernel, request, sources, states, views, layout, caches)) {
                return commands.run(run, before, useCache, mounts, tally, running);
            }
        }
        if (step instanceof Step.Copy copy) {
            return copies.run(copy, before, useCache, tally);
        }
        return directory((Step.Directory) step, before, useCache);
    }

    private StepResult directory(Step.Directory step, StageState before, boolean useCache)
            throws IOException, ContainerException {
        Digest key = CacheKey.directory(step, before.layerNames(), String.valueOf(given.epoch()));
        Optional<StageState> cached = useCache ? shelf.find(key, before) : Optional.empty();
        if (cached.isPresent()) {
            return new StepResult(cached.get(), true);
        }
        Path work = shelf.newWork();
        try {
            boolean[] made = new boolean[1];
            views.writing(before.stack(layout.empty()), work, root -> {
                try (Target target = new Target(kernel, root)) {
                    Accounts.Owner owner = step.owner().isEmpty()
                            ? Accounts.Owner.ROOT
                            : target.accounts().owner(step.owner());
                    made[0] = target.makeFolder(step.path(), owner);
                }
            });
            new FreshLayer(work).clamp(given.epoch());
            return new StepResult(
                    shelf.put(key, before, made[0] ? Optional.of(work) : Optional.empty(), given.now()), false);
        } finally {
            shelf.dropWork(work);
        }
    }
}
