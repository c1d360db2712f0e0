package io.jcompose.runtime.build;

import io.jcompose.runtime.BuildRequest;
import io.jcompose.runtime.Builds;
import io.jcompose.runtime.Builds.Outcome;
import io.jcompose.runtime.CachePlace;
import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.Image;
import io.jcompose.runtime.build.dockerfile.Dockerfile;
import io.jcompose.runtime.build.dockerfile.Place;
import io.jcompose.runtime.build.plan.Origin;
import io.jcompose.runtime.build.plan.StageGraph;
import io.jcompose.runtime.manifest.ImageReference;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;

/** One build: its stages, each on a thread of its own, and the image in the end. */
final class BuildRun implements Sources.States {
    private final BuildRequest request;
    private final StageGraph graph;
    private final BuildShelf shelf;
    private final Builds.Bases bases;
    private final ExecutorService threads;
    private final Tally tally;
    private final Map<Origin, CompletableFuture<StageState>> states = new ConcurrentHashMap<>();
    private Sources sources;
    private Workshop workshop;

    BuildRun(
            BuildRequest request,
            StageGraph graph,
            BuildShelf shelf,
            Builds.Bases bases,
            ExecutorService threads,
            Tally tally,
            java.util.function.Function<BuildRun, Workshop> workshops,
            Sources sources) {
        this.request = request;
        this.graph = graph;
        this.shelf = shelf;
        this.bases = bases;
        this.threads = threads;
        this.tally = tally;
        this.sources = sources;
        this.workshop = workshops.apply(this);
    }

    /** What the image will be made of. */
    StageState run() throws ContainerException {
        StageState last;
        try {
            last = stages();
        } catch (ContainerException e) {
            tally.stop();
            settle();
            throw e;
        }
        last.settings().labels().putAll(request.labels());
        return last;
    }

    Image image(StageState last, List<ImageReference> names) throws ContainerException {
        Given given = new Given(request);
        Tally.Running running = tally.begin("exporting the image" + (names.isEmpty() ? "" : " as " + names));
        Instant created = given.epoch().isPresent() ? given.now() : last.made();
        boolean telling = request.cache().exchange().to().contains(new CachePlace.Inline());
        Image image = shelf.compose(last, created, names, telling);
        running.output(image.id());
        running.ends(Outcome.DONE);
        return image;
    }

    /** Starts all stages that are needed, and waits for the target; the first real failure is told. */
    private StageState stages() throws ContainerException {
        List<CompletableFuture<StageState>> all = new ArrayList<>();
        for (int number : graph.needed().keySet()) {
            all.add(future(new Origin.OfStage(number)));
        }
        ContainerException failure = null;
        for (CompletableFuture<StageState> stage : all) {
            try {
                var unused = joined(stage);
            } catch (ContainerException e) {
                tally.stop();
                if (failure == null || failure instanceof Cancelled) {
                    failure = e;
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
        return joined(future(new Origin.OfStage(graph.target()))).copy();
    }

    private void settle() {
        for (CompletableFuture<StageState> state : states.values()) {
            var unused = state.handle((done, failed) -> done).join();
        }
    }

    private CompletableFuture<StageState> future(Origin origin) {
        return states.computeIfAbsent(origin, wanted -> CompletableFuture.supplyAsync(unchecked(wanted), threads));
    }

    private Supplier<StageState> unchecked(Origin origin) {
        return () -> {
            try {
                return begun(origin);
            } catch (ContainerException e) {
                throw new CompletionException(e);
            }
        };
    }

    static <T> T joined(CompletableFuture<T> result) throws ContainerException {
        try {
            return result.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof ContainerException known) {
                throw known;
            }
            throw e.getCause() instanceof RuntimeException other ? other : e;
        }
    }

    @Override
    public StageState of(Origin origin) throws ContainerException {
        return joined(future(origin));
    }

    private StageState begun(Origin origin) throws ContainerException {
        if (origin instanceof Origin.OfStage stage) {
            return stage(stage.number());
        }
        if (origin instanceof Origin.OfImage image) {
            return image(image.reference());
        }
        if (origin instanceof Origin.OfContext context) {
            String place = sources.context(context);
            if (place.startsWith(Sources.LAYOUT)) {
                return layout(place);
            }
            if (!place.startsWith(Sources.IMAGE)) {
                throw new ContainerException("the context '" + context.name() + "' is a directory, no image");
            }
            return image(place.substring(Sources.IMAGE.length()));
        }
        return StageState.scratch();
    }

    private StageState stage(int number) throws ContainerException {
        Dockerfile file = graph.file();
        Origin base = Objects.requireNonNull(graph.bases().get(number));
        Place place = file.stages().get(number).from().written().place();
        StageState begin;
        try {
            begin = of(base);
        } catch (BuildFailure | Cancelled e) {
            throw e;
        } catch (ContainerException e) {
            throw new BuildFailure(file.sentence(place, String.valueOf(e.getMessage())), e);
        }
        return new StageRun(graph, number, request, workshop, tally).run(begin);
    }

    private StageState layout(String place) throws ContainerException {
        tally.check();
        Tally.Running running = tally.begin("FROM " + place);
        boolean good = false;
        try {
            StageState state = shelf.of(sources.layout(place));
            good = true;
            return state;
        } catch (IOException e) {
            throw new ContainerException("cannot read " + place + ": " + e.getMessage(), e);
        } finally {
            running.ends(good ? Outcome.DONE : Outcome.FAILED);
        }
    }

    private StageState image(String reference) throws ContainerException {
        tally.check();
        Tally.Running running = tally.begin("FROM " + reference);
        boolean good = false;
        try {
            StageState state = shelf.of(bases.get(reference, request.cache().pull(), running::output));
            good = true;
            return state;
        } finally {
            running.ends(good ? Outcome.DONE : Outcome.FAILED);
        }
    }
}
