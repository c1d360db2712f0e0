package io.jcompose.orchestrator.daemon;

import io.jcompose.network.NetworkException;
import io.jcompose.network.Networks;
import io.jcompose.network.linux.LinuxNetworks;
import io.jcompose.network.linux.NetworkLayout;
import io.jcompose.orchestrator.api.Api;
import io.jcompose.orchestrator.api.HttpServer;
import io.jcompose.orchestrator.audit.Audit;
import io.jcompose.orchestrator.execute.Executor;
import io.jcompose.orchestrator.execute.Host;
import io.jcompose.orchestrator.execute.HostResolvers;
import io.jcompose.orchestrator.execute.ImageSupply;
import io.jcompose.orchestrator.execute.LentAccounts;
import io.jcompose.orchestrator.execute.LiveEffects;
import io.jcompose.orchestrator.observe.BootClock;
import io.jcompose.orchestrator.observe.HealthMonitor;
import io.jcompose.orchestrator.observe.Inventory;
import io.jcompose.orchestrator.observe.Labels;
import io.jcompose.orchestrator.observe.Ledger;
import io.jcompose.orchestrator.observe.Observer;
import io.jcompose.orchestrator.plan.Attempts;
import io.jcompose.orchestrator.plan.Effects;
import io.jcompose.orchestrator.plan.Memo;
import io.jcompose.orchestrator.plan.Planner;
import io.jcompose.orchestrator.plan.WantedProject;
import io.jcompose.orchestrator.plan.WantedService;
import io.jcompose.orchestrator.plan.rule.Rules;
import io.jcompose.orchestrator.reconcile.Bell;
import io.jcompose.orchestrator.reconcile.Control;
import io.jcompose.orchestrator.reconcile.EventStream;
import io.jcompose.orchestrator.reconcile.Granting;
import io.jcompose.orchestrator.reconcile.Premises;
import io.jcompose.orchestrator.reconcile.ProjectStore;
import io.jcompose.orchestrator.reconcile.Reconciler;
import io.jcompose.orchestrator.release.Promoter;
import io.jcompose.orchestrator.release.PromotionStore;
import io.jcompose.orchestrator.release.ReleaseStore;
import io.jcompose.orchestrator.release.ReleasedContents;
import io.jcompose.orchestrator.release.Releases;
import io.jcompose.orchestrator.secret.SecretStore;
import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.Containers;
import io.jcompose.runtime.Images;
import io.jcompose.runtime.Registries;
import io.jcompose.runtime.Volumes;
import io.jcompose.runtime.archive.StoredArchives;
import io.jcompose.runtime.build.ImageBuilds;
import io.jcompose.runtime.disk.Disk;
import io.jcompose.runtime.image.ImageStore;
import io.jcompose.runtime.launch.LocalContainers;
import io.jcompose.runtime.linux.Kernel;
import io.jcompose.runtime.registry.RegistryImages;
import io.jcompose.runtime.seccomp.SeccompProgram;
import io.jcompose.runtime.store.ContainerFiles;
import io.jcompose.runtime.store.LocalVolumes;
import io.jcompose.runtime.store.RuntimeLayout;
import io.jcompose.runtime.store.StorageSettings;
import io.jcompose.spec.Healthcheck;
import io.jcompose.spec.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The daemon: builds the graph of the running system by hand, in the order in which things depend on each other, and
 * takes it apart in the reverse order. Ending it leaves containers running.
 */
public final class Daemon implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);
    private static final String VERSION = "0.1.0";

    private final CountDownLatch end = new CountDownLatch(1);
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    private Daemon() {}

    /** Runs until SIGTERM, SIGINT, or a request to end. Exit code 1 with a sentence when it cannot start. */
    public static void main(String[] arguments) {
        Directories directories = Directories.of(arguments);
        try (Daemon daemon = start(Setting.of(directories))) {
            Runtime.getRuntime().addShutdownHook(new Thread(daemon::shutDown, "shutdown"));
            LOG.info("ready on {}", directories.socket());
            daemon.awaitEnd();
        } catch (IOException | ContainerException | NetworkException e) {
            System.err.println("jcompose daemon: cannot start: " + e.getMessage());
            LOG.debug("cause", e);
            System.exit(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        System.exit(0);
    }

    /** Waits until somebody wants it to end, or nothing is left that it could do. */
    void awaitEnd() throws InterruptedException {
        end.await();
    }

    private void shutDown() {
        end.countDown();
        close();
    }

    static Daemon start(Setting setting) throws IOException, ContainerException, NetworkException {
        Daemon daemon = new Daemon();
        try {
            daemon.build(setting);
            return daemon;
        } catch (IOException | ContainerException | NetworkException | RuntimeException e) {
            daemon.close();
            throw e;
        }
    }

    private void build(Setting setting) throws IOException, ContainerException, NetworkException {
        Directories directories = setting.directories();
        List<StateLock> locks =
                List.of(own(StateLock.take(directories.root())), own(StateLock.take(directories.run())));
        Kernel kernel = Kernel.live();
        Disk disk = new Disk(setting.witness());
        StorageSettings storage = StorageSettings.read(directories.root(), setting.storage());
        ImageStore stock = ImageStore.open(directories.root().resolve("images"), disk, storage);
        Clock wall = Clock.systemUTC();
        RegistryImages registries = RegistryImages.open(stock, directories.root(), disk, wall);
        byte[] seccomp = SeccompProgram.dockerDefault(LocalContainers.CAPABILITIES);
        LocalContainers local =
                own(LocalContainers.open(kernel, layout(directories), disk, stock::byId, seccomp, storage.driver()));
        Host host = host(kernel, setting, disk, local, stock, registries);
        BootClock boot = () -> bootMillis(kernel);

        ProjectStore store = ProjectStore.open(directories.root().resolve("projects"), disk);
        SecretStore secrets = SecretStore.open(directories.root().resolve("secrets"), disk, wall);
        ReleaseStore releaseStore = ReleaseStore.open(directories.root().resolve("releases"), disk);
        secrets.neededBy(() -> Granting.digests(store.wanted()));
        secrets.neededBy(new ReleasedContents(releaseStore));
        secrets.sweep();
        Ledger ledger = Ledger.open(directories.run().resolve("ledger"), disk);
        Adopted.remember(host.containers().list(), ledger, store);
        BegunStops.resume(host.containers(), ledger, store, boot);
        Observer observer = new Observer(host.containers(), host.networks(), host.volumes(), ledger, boot, wall);
        observer.check();

        Bell bell = new Bell();
        EventStream events = new EventStream();
        Planner planner = new Planner(Rules.all());
        LentAccounts accounts = new LentAccounts();
        var means = new LiveEffects.Means(new ImageSupply(host, accounts, wall, events), secrets, boot, events);
        var effects = new LiveEffects(host, observer, ledger, store, means);
        effects.sweep();
        Effects witnessed = action -> {
            effects.perform(action);
            setting.witness().performed(action);
        };
        Executor executor = own(new Executor(witnessed, boot, events, bell));
        Reconciler reconciler = own(new Reconciler(store, observer, planner, bell, executor, boot));
        Premises premises = new LivePremises(
                stock,
                List.of(layout(directories).containers(), layout(directories).volumes()),
                storage);
        Control control =
                new Control(store, reconciler, executor, planner, boot, bell, new Granting(secrets), premises);
        Audit audit = Audit.open(directories.root().resolve("audit.log"), wall, setting.witness());
        var imageDesk = new LiveImageDesk(stock, registries, host.containers(), accounts, events);
        Releases releases = own(new Releases(releaseStore, control, imageDesk, audit, wall));
        Promoter promoter = own(new Promoter(
                PromotionStore.open(directories.root().resolve("promotions"), disk), releases, control, audit, events));
        ContainerEvents changes = new ContainerEvents();
        HealthMonitor health =
                own(new HealthMonitor(host.containers(), ledger, boot, labels -> probe(store, labels), changes));

        changes.add(id -> bell.run());
        changes.add(health::look);
        changes.add(new StopNews(host.containers(), ledger, events));
        host.containers().watch(changes);
        host.containers().list().keySet().forEach(health::look);
        fullChecks(observer, bell, locks, setting.fullCheckEvery());
        reconciler.start();
        releases.recover(promoter::holds);
        promoter.resume();

        Inventory inventory = new Inventory(
                host.containers(), ledger, wall, (labels, code, memo) -> restarts(store, labels, code, memo));
        var journal = own(EventJournal.open(host.containers(), inventory, changes, events, wall));
        var streams = new LiveStreams(host.containers(), inventory, changes, journal);
        var trees = new LiveTrees(host.containers());
        var needed = new NeededImages(releases.book());
        var images = new LiveImages(host.images(), host.containers(), needed);
        Path containers = layout(directories).containers();
        var imageWorks = new LiveImageWorks(
                new LiveImageWorks.Stock(stock, stock.care(), new StoredArchives(stock, wall), registries),
                host.containers(),
                inventory,
                id -> new ContainerFiles(containers.resolve(id)),
                needed);
        var desk = new LiveRegistries(stock, registries, accounts);
        var builder = new LiveBuilds(
                own(ImageBuilds.open(
                        kernel,
                        layout(directories),
                        disk,
                        stock,
                        new ImageBuilds.Surroundings(
                                BuildWires.open(host.networks(), new HostResolvers(Path.of("/etc/resolv.conf"))),
                                new BuildCacheRegistries(registries)),
                        seccomp,
                        storage.driver())),
                host.containers(),
                who -> new BuildBases(stock, registries, who),
                inventory,
                labels -> spec(store, labels));
        var machine = new LiveHost(
                kernel,
                layout(directories),
                storage.driver(),
                local,
                new LiveShelf(host.volumes(), layout(directories).volumes()),
                end::countDown);
        var version = new Api.Version(
                VERSION,
                ProcessHandle.current().pid(),
                System.getProperty("java.version", ""),
                directories.root().toString(),
                Instant.now().toString());
        own(HttpServer.open(
                directories.socket(),
                new Api(
                        control,
                        new Api.Deployments(releases, promoter, audit),
                        events,
                        inventory,
                        streams,
                        trees,
                        images,
                        imageWorks,
                        desk,
                        builder,
                        machine,
                        version,
                        secrets)));
    }

    private Host host(
            Kernel kernel, Setting setting, Disk disk, Containers containers, Images images, Registries registries)
            throws IOException, ContainerException, NetworkException {
        Directories directories = setting.directories();
        RuntimeLayout layout = layout(directories);
        Volumes volumes = LocalVolumes.open(layout, disk);
        Path leases = directories.root().resolve("networks.json");
        var network = new NetworkLayout(leases, directories.instance(), setting.hostNamespace());
        Networks networks = own(LinuxNetworks.open(kernel, network, disk));
        return new Host(containers, images, registries, volumes, networks);
    }

    private static RuntimeLayout layout(Directories directories) throws IOException {
        return new RuntimeLayout(directories.root(), directories.run(), directories.instance());
    }

    /** A daemon without its directories keeps nothing: the next one takes over what runs. */
    private void fullChecks(Observer observer, Bell bell, List<StateLock> locks, Duration pause) {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
            var thread = new Thread(work, "full-check");
            thread.setDaemon(true);
            return thread;
        });
        timer.scheduleWithFixedDelay(
                () -> {
                    try {
                        if (locks.stream().anyMatch(StateLock::isLost)) {
                            LOG.error("the directories of this daemon were removed, nobody can reach it: it ends");
                            end.countDown();
                            return;
                        }
                        observer.check();
                        bell.run();
                    } catch (RuntimeException e) {
                        LOG.error("a defect of jcompose, please report it: the full check failed", e);
                    }
                },
                pause.toMillis(),
                pause.toMillis(),
                TimeUnit.MILLISECONDS);
        own(timer::shutdownNow);
    }

    private static @Nullable Healthcheck probe(ProjectStore store, Labels labels) {
        WantedService service = service(store, labels);
        return service == null ? null : service.probe();
    }

    private static @Nullable Service spec(ProjectStore store, Labels labels) {
        WantedService service = service(store, labels);
        return service == null ? null : service.spec();
    }

    private static boolean restarts(ProjectStore store, Labels labels, int code, Memo memo) {
        WantedService service = service(store, labels);
        if (service == null || !service.running()) {
            return false;
        }
        return service.policy().follows(code) && Attempts.left(service.policy(), memo);
    }

    /** What is wanted of the service, as the container was made from it. */
    private static @Nullable WantedService service(ProjectStore store, Labels labels) {
        WantedProject project = store.project(labels.slot().project());
        WantedService service = project == null || project.down() != null
                ? null
                : project.services().get(labels.slot().service());
        return service == null ? null : service.of(labels.fingerprint(), labels.image());
    }

    private static long bootMillis(Kernel kernel) {
        try {
            return kernel.bootTimeNanos() / 1_000_000;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private <T extends AutoCloseable> T own(T part) {
        open.push(part);
        return part;
    }

    /** Ends all parts, the last made first. Containers run on. */
    @Override
    public synchronized void close() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                LOG.warn("a part did not end well", e);
            }
        }
    }
}
