package io.jcompose.runtime.launch;

import io.jcompose.runtime.Attachment;
import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.ContainerSpec;
import io.jcompose.runtime.ContainerState;
import io.jcompose.runtime.ContainerStatus;
import io.jcompose.runtime.ContainerTree;
import io.jcompose.runtime.Containers;
import io.jcompose.runtime.ExecSession;
import io.jcompose.runtime.ExecSpec;
import io.jcompose.runtime.GrantedFile;
import io.jcompose.runtime.Image;
import io.jcompose.runtime.LogReader;
import io.jcompose.runtime.LogRequest;
import io.jcompose.runtime.ProbeResult;
import io.jcompose.runtime.cgroup.Cgroups;
import io.jcompose.runtime.disk.Disk;
import io.jcompose.runtime.linux.Flags;
import io.jcompose.runtime.linux.Kernel;
import io.jcompose.runtime.log.SegmentLogReader;
import io.jcompose.runtime.rootfs.Written;
import io.jcompose.runtime.store.ContainerStore;
import io.jcompose.runtime.store.RuntimeLayout;
import io.jcompose.runtime.store.StorageSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The containers of one root directory on this host. */
public final class LocalContainers implements Containers {
    /** Names of the capabilities that root of a container keeps: Docker's fourteen. */
    public static final Set<String> CAPABILITIES = Capabilities.DOCKER_NAMES;

    private static final Logger LOG = LoggerFactory.getLogger(LocalContainers.class);
    private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");

    private static final Duration KILL_PATIENCE = Duration.ofSeconds(30);

    private final Kernel kernel;
    private final ImageSource images;
    private final EventLoop loop;
    private final Keepers keepers;
    private final Cgroups cgroups;
    private final Sandboxes sandboxes;
    private final ContainerStore store;
    private final Ending ending;
    private final Roots roots;
    private final Lifecycle lifecycle;
    private final Commands commands;
    private final Granting granting;
    private final Map<String, Tracked> containers = new ConcurrentHashMap<>();
    private final News news;

    /** Where the images of containers come from, by id. */
    @FunctionalInterface
    public interface ImageSource {
        Image byId(String id) throws ContainerException;
    }

    private LocalContainers(
            Kernel kernel,
            RuntimeLayout layout,
            Disk disk,
            ImageSource images,
            byte[] seccomp,
            StorageSettings.Driver driver,
            EventLoop loop,
            Keepers keepers)
            throws IOException {
        this.kernel = kernel;
        this.images = images;
        this.loop = loop;
        this.keepers = keepers;
        cgroups = Cgroups.open(kernel, layout.instance());
        sandboxes = new Sandboxes(kernel, keepers, layout, disk);
        store = new ContainerStore(layout.containers(), disk);
        ending = new Ending(kernel, cgroups, disk);
        String bootId = Processes.bootId();
        news = new News(loop);
        roots = new Roots(keepers, layout.trials(), disk, driver);
        Launcher launcher = new Launcher(kernel, loop, keepers, cgroups, sandboxes, disk, bootId, seccomp, roots);
        Adoption adoption = new Adoption(kernel, loop, keepers, bootId);
        lifecycle = new Lifecycle(images, adoption, launcher, sandboxes, cgroups, ending, disk, news);
        commands = new Commands(kernel, loop, keepers, cgroups, seccomp);
        granting = new Granting(keepers);
    }

    /**
     * Opens the containers of {@code layout}: those that run are watched again, the ends of others are read.
     *
     * @param images by id
     * @param seccomp the filter for all containers, an array of {@code struct sock_filter}; empty for none
     * @param driver how their root file systems are made
     */
    public static LocalContainers open(
            Kernel kernel,
            RuntimeLayout layout,
            Disk disk,
            ImageSource images,
            byte[] seccomp,
            StorageSettings.Driver driver)
            throws IOException {
        disk.removeTree(layout.trials());
        EventLoop loop = new EventLoop(kernel);
        LocalContainers opened =
                new LocalContainers(kernel, layout, disk, images, seccomp, driver, loop, new Keepers(kernel, loop));
        opened.adoptAll();
        return opened;
    }

    private void adoptAll() throws IOException {
        for (ContainerSpec spec : store.load().values()) {
            Tracked tracked = new Tracked(spec, store.files(spec.id()), new ContainerStatus.Created());
            containers.put(spec.id(), tracked);
            lifecycle.adopt(tracked);
        }
        for (String stranger : cgroups.strangers(containers.keySet())) {
            ending.empty(stranger);
            ending.removeCgroups(stranger);
        }
        cgroups.tidy();
        sandboxes.removeOthers(containers.keySet());
    }

    @Override
    public Map<String, ContainerState> list() {
        Map<String, ContainerState> states = new HashMap<>();
        containers.forEach((id, tracked) -> states.put(id, tracked.state()));
        return states;
    }

    @Override
    public @Nullable ContainerState state(String id) {
        Tracked tracked = containers.get(id);
        return tracked == null ? null : tracked.state();
    }

    @Override
    public void watch(Consumer<String> listener) {
        news.add(listener);
    }

    @Override
    public void create(ContainerSpec spec) throws ContainerException {
        if (!ID.matcher(spec.id()).matches()) {
            throw new ContainerException("\"" + spec.id() + "\" is no container id: 32 lower-case hex digits");
        }
        if (spec.command().isEmpty()) {
            throw new ContainerException("container " + spec.id() + " has no command");
        }
        Tracked before = containers.get(spec.id());
        if (before != null) {
            if (!before.spec().equals(spec)) {
                throw new ContainerException("container " + spec.id() + " exists with another specification");
            }
            return;
        }
        try {
            store.create(spec);
        } catch (IOException e) {
            throw new ContainerException("cannot store container " + spec.id() + ": " + e.getMessage(), e);
        }
        // Only now: whoever sees it may give it a sandbox and addresses, which nobody would take back if it were not
        // stored.
        containers.putIfAbsent(spec.id(), new Tracked(spec, store.files(spec.id()), new ContainerStatus.Created()));
        news.soon(spec.id());
    }

    private Tracked tracked(String id) throws ContainerException.NoSuchContainer {
        Tracked tracked = containers.get(id);
        if (tracked == null) {
            throw new ContainerException.NoSuchContainer("no such container: " + id);
        }
        return tracked;
    }

    @Override
    public Path sandbox(String id) throws ContainerException {
        Tracked tracked = tracked(id);
        synchronized (tracked) {
            sandboxes.create(id);
        }
        return sandboxes.network(id);
    }

    @Override
    public boolean hasSandbox(String id) {
        return sandboxes.exists(id);
    }

    @Override
    public void start(String id, Map<String, String> files, List<GrantedFile> granted) throws ContainerException {
        Granting.check(granted);
        lifecycle.start(tracked(id), files, granted);
    }

    @Override
    public void replace(String id, List<GrantedFile> granted) throws ContainerException {
        granting.replace(tracked(id), granted);
    }

    @Override
    public Attachment attach(String id) throws ContainerException {
        Tracked tracked = tracked(id);
        synchronized (tracked) {
            if (tracked.running()) {
                throw new ContainerException("container " + id + " runs already: its input is closed");
            }
            try {
                Attached attached = Attached.of(kernel, tracked.spec().tty());
                tracked.attach(attached);
                return attached;
            } catch (IOException e) {
                throw new ContainerException("cannot make an input for container " + id + ": " + e.getMessage(), e);
            }
        }
    }

    @Override
    public void signal(String id, int signal) throws ContainerException {
        Optional<Supervision> supervision = tracked(id).supervision();
        if (supervision.isPresent()) {
            try {
                supervision.get().signal(signal);
            } catch (IOException e) {
                throw new ContainerException("cannot signal container " + id + ": " + e.getMessage(), e);
            }
        }
    }

    @Override
    public Stillness freeze(String id) throws ContainerException {
        if (!tracked(id).running()) {
            return () -> {};
        }
        try {
            cgroups.freeze(id);
        } catch (IOException e) {
            throw new ContainerException("cannot hold container " + id + " still: " + e.getMessage(), e);
        }
        return () -> {
            try {
                cgroups.thaw(id);
            } catch (IOException e) {
                throw new ContainerException("cannot let container " + id + " go on: " + e.getMessage(), e);
            }
        };
    }

    @Override
    public void kill(String id) throws ContainerException {
        Optional<Supervision> supervision = tracked(id).supervision();
        signal(id, Flags.SIGKILL);
        if (supervision.isPresent() && !supervision.get().awaitEnd(KILL_PATIENCE)) {
            throw new ContainerException("container " + id + " was killed, but has not ended for "
                    + KILL_PATIENCE.toSeconds() + " s: a process of it hangs in the kernel");
        }
    }

    @Override
    public void remove(String id) throws ContainerException {
        Tracked tracked = containers.get(id);
        if (tracked == null) {
            return;
        }
        synchronized (tracked) {
            if (tracked.running()) {
                throw new ContainerException("container " + id + " runs: stop it before it is removed");
            }
            try {
                ending.clean(id, tracked.files());
                sandboxes.remove(id);
                store.remove(id);
                cgroups.tidy();
            } catch (IOException e) {
                throw new ContainerException("cannot remove container " + id + ": " + e.getMessage(), e);
            }
            containers.remove(id);
        }
        news.soon(id);
    }

    @Override
    public ExecSession exec(String id, ExecSpec spec) throws ContainerException {
        Tracked tracked = tracked(id);
        return commands.exec(tracked, image(tracked), spec);
    }

    @Override
    public CompletableFuture<ProbeResult> probe(String id, ExecSpec spec, Duration timeout) {
        try {
            Tracked tracked = tracked(id);
            return commands.probe(tracked, image(tracked), spec, timeout);
        } catch (ContainerException e) {
            return CompletableFuture.completedFuture(
                    new ProbeResult(ProbeResult.COULD_NOT_RUN, String.valueOf(e.getMessage())));
        }
    }

    private Image image(Tracked tracked) throws ContainerException {
        return images.byId(tracked.spec().imageId());
    }

    @Override
    public ContainerTree tree(String id) throws ContainerException {
        return RunningTree.open(kernel, tracked(id));
    }

    @Override
    public LogReader logs(String id, LogRequest request) throws ContainerException {
        try {
            return SegmentLogReader.open(kernel, tracked(id).files().log(), request);
        } catch (IOException e) {
            throw new ContainerException("cannot read the log of container " + id + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void recheck() {
        for (Tracked tracked : containers.values()) {
            try {
                lifecycle.recheck(tracked);
            } catch (IOException | ContainerException e) {
                LOG.warn("container {} could not be put right", tracked.id(), e);
            }
        }
    }

    /** Does something in a root file system that is made for it. Of any thread; nothing of it is left behind. */
    public void view(LayerView view, LayerView.Work work) throws IOException, ContainerException {
        view.run(kernel, keepers, roots, work);
    }

    /** What a container has written, to be looked at while it may go on to write. */
    public Written written(String id) throws ContainerException {
        Tracked tracked = tracked(id);
        return new Written(tracked.files(), image(tracked).layers());
    }

    /** Why every container gets a copy of its image; empty where overlayfs does it. */
    public String whyCopied() throws ContainerException {
        try {
            return roots.whyCopied();
        } catch (IOException e) {
            throw new ContainerException("cannot try overlayfs: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        loop.close();
        containers.values().forEach(tracked -> tracked.supervision().ifPresent(Supervision::close));
        try {
            keepers.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
