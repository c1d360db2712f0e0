package io.jcompose.runtime.build;

import io.jcompose.runtime.BuildNetworks;
import io.jcompose.runtime.BuildRequest;
import io.jcompose.runtime.Builds;
import io.jcompose.runtime.CacheExchange;
import io.jcompose.runtime.CachePlace;
import io.jcompose.runtime.CommitRequest;
import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.Containers;
import io.jcompose.runtime.Image;
import io.jcompose.runtime.build.context.FileDigests;
import io.jcompose.runtime.disk.Disk;
import io.jcompose.runtime.image.ImageStore;
import io.jcompose.runtime.launch.LocalContainers;
import io.jcompose.runtime.linux.Kernel;
import io.jcompose.runtime.manifest.ImageReference;
import io.jcompose.runtime.store.RuntimeLayout;
import io.jcompose.runtime.store.StorageSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link Builds} of one state directory. */
public final class ImageBuilds implements Builds, AutoCloseable {
    /** Of images that hold one layer of the cache: nobody made them by name. */
    public static final String CACHE_LABEL = "io.jcompose.build.cache";

    private static final Logger LOG = LoggerFactory.getLogger(ImageBuilds.class);
    /** Bytes of all caches of RUN together; of more, those that were not used for the longest time go. */
    private static final long MOST_CACHED = 10L << 30;

    private final Kernel kernel;
    private final BuildLayout layout;
    private final LocalContainers containers;
    private final Commands commands;
    private final Views views;
    private final LayerShelf shelf;
    private final CacheMounts caches;
    private final ImageStore store;
    private final Surroundings surroundings;
    private final FileDigests digests = new FileDigests();
    private final ExecutorService threads = Executors.newCachedThreadPool(ImageBuilds::thread);

    /**
     * What builds find around them.
     *
     * @param networks for commands
     * @param caches of other hosts
     */
    public record Surroundings(BuildNetworks networks, CacheRegistries caches) {}

    private ImageBuilds(
            Kernel kernel,
            BuildLayout layout,
            Disk disk,
            ImageStore store,
            Surroundings surroundings,
            LocalContainers containers,
            Commands commands) {
        this.kernel = kernel;
        this.layout = layout;
        this.store = store;
        this.surroundings = surroundings;
        this.containers = containers;
        this.commands = commands;
        this.views = new Views(containers, layout, disk);
        this.shelf = new LayerShelf(store, new BuildCache(layout.cache(), disk));
        this.caches = new CacheMounts(layout, disk);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "build");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Opens the builds of a daemon, and removes what a killed one left of its.
     *
     * @param daemon of the containers of services, which are others
     * @param seccomp the filter of commands, as {@link LocalContainers#open} takes it
     * @param driver how root file systems are made
     */
    public static ImageBuilds open(
            Kernel kernel,
            RuntimeLayout daemon,
            Disk disk,
            ImageStore store,
            Surroundings surroundings,
            byte[] seccomp,
            StorageSettings.Driver driver)
            throws IOException, ContainerException {
        BuildLayout layout = new BuildLayout(daemon);
        Files.createDirectories(layout.empty());
        disk.removeTree(layout.temporary());
        disk.removeTree(layout.secrets());
        Commands commands = new Commands(kernel, layout.containers(), surroundings.networks());
        LocalContainers containers = LocalContainers.open(kernel, layout.containers(), disk, commands, seccomp, driver);
        commands.open(containers);
        return new ImageBuilds(kernel, layout, disk, store, surroundings, containers, commands);
    }

    @Override
    public Image build(BuildRequest request, Bases bases, BuildProgress progress) throws ContainerException {
        return undisturbed(() -> built(request, bases, progress));
    }

    /** Work of one image. */
    @FunctionalInterface
    private interface Work<T> {
        T done() throws ContainerException;
    }

    /** On a thread of ours: who asks may be interrupted when a client hangs up, which would close files half written. */
    private <T> T undisturbed(Work<T> work) throws ContainerException {
        CompletableFuture<T> result = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return work.done();
                    } catch (ContainerException e) {
                        throw new CompletionException(e);
                    }
                },
                threads);
        return BuildRun.joined(result);
    }

    private Image built(BuildRequest request, Bases bases, BuildProgress progress) throws ContainerException {
        List<ImageReference> names = Blueprint.names(request.names());
        Blueprint.checkContexts(request);
        Tally tally = new Tally(progress);
        try (FetchedContexts contexts = new FetchedContexts(views, tally, shelf::checkRoom)) {
            return built(contexts.here(request), names, bases, tally);
        } catch (IOException e) {
            throw new ContainerException("a context cannot be fetched: " + e.getMessage(), e);
        }
    }

    private Image built(BuildRequest request, List<ImageReference> names, Bases bases, Tally tally)
            throws ContainerException {
        Blueprint blueprint = Blueprint.of(kernel, request);
        Sources sources = new Sources(kernel, request, views, digests);
        blueprint.heed(tally);
        CacheExchange exchange = request.cache().exchange();
        try (BuildShelf own = new BuildShelf(shelf, elsewhere(exchange, tally))) {
            BuildRun run = new BuildRun(
                    request,
                    blueprint.graph(),
                    own,
                    bases,
                    threads,
                    tally,
                    states -> new Workshop(kernel, request, layout, views, own, caches, commands, sources, states),
                    sources);
            StageState last = run.run();
            Image image = run.image(last, names);
            new CacheExport(kernel, exchange, surroundings.caches(), shelf, tally).run(own.findings(), last);
            return image;
        } catch (UncheckedIOException e) {
            throw new ContainerException("the build cannot go on: " + e.getMessage(), e);
        } finally {
            commands.settle();
            if (blueprint.graph().hasCaches()) {
                boundCaches();
            }
        }
    }

    private List<CacheElsewhere> elsewhere(CacheExchange exchange, Tally tally) {
        List<CacheElsewhere> all = new ArrayList<>();
        for (CachePlace place : exchange.from()) {
            if (place instanceof CachePlace.Registry registry) {
                String name = registry.reference();
                all.add(new CacheElsewhere(
                        name, () -> surroundings.caches().open(name, exchange.accounts()), shelf, tally));
            } else if (place instanceof CachePlace.Folder folder) {
                LayoutFolder files = new LayoutFolder(kernel, Path.of(folder.directory()));
                all.add(new CacheElsewhere(folder.directory(), files::open, shelf, tally));
            }
        }
        return all;
    }

    /** Whether a context is fetched: a git repository, or an archive. */
    public static boolean isElsewhere(String context) {
        return FetchedContexts.isElsewhere(context);
    }

    @Override
    public List<String> check(BuildRequest request) throws ContainerException {
        try (FetchedContexts contexts = new FetchedContexts(views, new Tally(BuildProgress.SILENT), shelf::checkRoom)) {
            return Blueprint.of(kernel, contexts.here(request)).faults();
        } catch (IOException e) {
            throw new ContainerException("a context cannot be fetched: " + e.getMessage(), e);
        }
    }

    @Override
    public Image commit(CommitRequest request, Containers of) throws ContainerException {
        return undisturbed(() -> committed(request, of));
    }

    private Image committed(CommitRequest request, Containers of) throws ContainerException {
        List<ImageReference> names = Blueprint.names(request.names());
        try {
            return new CommitWork(shelf, layout)
                    .run(request, store.byId(request.container().imageId()), names, of, threads);
        } catch (IOException e) {
            throw new ContainerException(
                    "cannot make an image of container " + request.container().id() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public Kept prune() throws ContainerException {
        return undisturbed(() -> sum(shelf.clear(), shrunk(0)));
    }

    @Override
    public Kept kept() throws ContainerException {
        try {
            Map<Path, Long> sizes = caches.sizes();
            long bytes = sizes.values().stream().mapToLong(Long::longValue).sum();
            return sum(shelf.kept(), new Kept(0, sizes.size(), bytes));
        } catch (IOException e) {
            throw new ContainerException("cannot look at the caches of builds: " + e.getMessage(), e);
        }
    }

    private static Kept sum(Kept results, Kept caches) {
        return new Kept(results.results(), caches.caches(), results.bytes() + caches.bytes());
    }

    private Kept shrunk(long most) throws ContainerException {
        try {
            return caches.shrink(most);
        } catch (IOException e) {
            throw new ContainerException("cannot remove caches of builds: " + e.getMessage(), e);
        }
    }

    /** Beside later builds, since it may have to look at many files. */
    private void boundCaches() {
        threads.execute(() -> {
            try {
                Kept gone = shrunk(MOST_CACHED);
                LOG.debug("{} caches of builds went, {} bytes", gone.caches(), gone.bytes());
            } catch (ContainerException e) {
                LOG.warn("caches of builds are not bounded", e);
            }
        });
    }

    @Override
    public void close() {
        threads.shutdownNow();
        containers.close();
    }
}
