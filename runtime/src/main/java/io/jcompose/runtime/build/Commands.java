package io.jcompose.runtime.build;

import io.jcompose.runtime.BuildNetworks;
import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.ContainerLimits;
import io.jcompose.runtime.ContainerMount;
import io.jcompose.runtime.ContainerSpec;
import io.jcompose.runtime.ContainerState;
import io.jcompose.runtime.ContainerStatus;
import io.jcompose.runtime.Image;
import io.jcompose.runtime.ImageConfig;
import io.jcompose.runtime.LogLimits;
import io.jcompose.runtime.LogReader;
import io.jcompose.runtime.LogRequest;
import io.jcompose.runtime.ResourceLimit;
import io.jcompose.runtime.launch.LocalContainers;
import io.jcompose.runtime.linux.Flags;
import io.jcompose.runtime.linux.Kernel;
import io.jcompose.runtime.store.RuntimeLayout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the commands of RUN in containers of their own, and gives out what they wrote. */
final class Commands implements LocalContainers.ImageSource {
    private static final Logger LOG = LoggerFactory.getLogger(Commands.class);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration ROOM_EVERY = Duration.ofMillis(500);
    private static final int LAST_LINES = 20;
    /** Characters; what is longer is told in pieces, since a command may never end its line. */
    private static final int LONGEST_LINE = 64 << 10;

    private final Kernel kernel;
    private final RuntimeLayout layout;
    private final BuildNetworks networks;
    private final Map<String, Image> roots = new ConcurrentHashMap<>();
    /** Readers that wait for what a container says, or for its end. */
    private final Map<String, LogReader> waiting = new ConcurrentHashMap<>();

    /** Containers that are gone and whose addresses could not be given back. */
    private final Set<String> connected = ConcurrentHashMap.newKeySet();

    private Optional<LocalContainers> opened = Optional.empty();

    /**
     * A command with everything resolved.
     *
     * @param network none, that of the host, or what {@link BuildNetworks#connect} takes
     * @param hosts as {@link io.jcompose.runtime.BuildRequest.Commands#hosts}
     */
    record Order(
            List<String> command,
            List<String> environment,
            String user,
            String workingDirectory,
            List<ContainerMount> mounts,
            String network,
            List<String> hosts,
            List<ResourceLimit> limits) {}

    Commands(Kernel kernel, RuntimeLayout layout, BuildNetworks networks) {
        this.kernel = kernel;
        this.layout = layout;
        this.networks = networks;
    }

    /** The containers, whose images this is. Whatever an earlier daemon left of them is removed. */
    void open(LocalContainers containers) throws ContainerException {
        opened = Optional.of(containers);
        containers.watch(id -> {
            LogReader reader = waiting.get(id);
            if (reader != null) {
                reader.wake();
            }
        });
        for (String id : List.copyOf(containers.list().keySet())) {
            containers.kill(id);
            containers.remove(id);
        }
    }

    @Override
    public Image byId(String id) throws ContainerException {
        Image image = roots.get(id);
        if (image == null) {
            throw new ContainerException.ImageNotFound("the root file system of the step is gone");
        }
        return image;
    }

    /** Where something is mounted that the image may not have. */
    static List<String> mountPoints(Order order) {
        List<String> targets = new ArrayList<>(NetworkFiles.NAMES);
        targets.addAll(List.of("/proc", "/sys", "/dev"));
        order.mounts().forEach(mount -> targets.add(mount.target()));
        return targets;
    }

    /**
     * Runs it to its end; {@code upper}, an empty directory, then holds what it wrote.
     *
     * @param room asked while it runs: who fills the disk is ended
     * @throws ContainerException when it cannot be started, or ended with another code than 0
     */
    void run(Order order, List<Path> layers, Path upper, Reserve room, Tally tally, Tally.Running running)
            throws IOException, ContainerException {
        LocalContainers containers = opened.orElseThrow(() -> new ContainerException("builds are not open"));
        String id = freshId();
        roots.put(id, root(id, layers));
        try (Place place = new Place(containers, id)) {
            containers.create(spec(id, order));
            containers.start(id, NetworkFiles.of(order.hosts(), join(containers, id, order.network())));
            Deque<String> last = new ArrayDeque<>();
            int code = follow(containers, id, room, tally, running, last);
            if (code != 0) {
                throw new ContainerException(failure(code, last));
            }
            Files.move(place.written(), upper, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** Where a command runs. All of it goes, whatever of that fails: on a full disk a lease cannot be given back. */
    private final class Place implements AutoCloseable {
        private final LocalContainers containers;
        private final String id;

        Place(LocalContainers containers, String id) {
            this.containers = containers;
            this.id = id;
        }

        Path written() throws IOException, ContainerException {
            return containers.written(id).upper(layout.containers().resolve(id).resolve("written"), true);
        }

        @Override
        public void close() throws ContainerException {
            roots.remove(id);
            try {
                containers.kill(id);
                networks.disconnect(id);
            } catch (ContainerException e) {
                connected.add(id);
                throw e;
            } finally {
                containers.remove(id);
            }
        }
    }

    /** A build is over. What could not be taken back is with the next one, or with the next daemon. */
    void settle() {
        try {
            for (String id : Set.copyOf(connected)) {
                networks.disconnect(id);
                connected.remove(id);
            }
            networks.settle();
        } catch (ContainerException e) {
            LOG.warn("a network of builds was not removed", e);
        }
    }

    private static String failure(int code, Deque<String> last) {
        String meaning = code > 128 ? " (it was killed by signal " + (code - 128) + ")" : "";
        StringBuilder text = new StringBuilder("the command ended with exit code " + code + meaning);
        if (!last.isEmpty()) {
            text.append("; its last output:");
            last.forEach(line -> text.append("\n  | ").append(line));
        }
        return text.toString();
    }

    private static String freshId() {
        byte[] bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static Image root(String id, List<Path> layers) {
        ImageConfig config = new ImageConfig(
                Instant.EPOCH, List.of(), List.of(), List.of(), "", "", null, List.of(), List.of(), Map.of(), null);
        return new Image(id, List.of(), layers, config, 0);
    }

    private static ContainerSpec spec(String id, Order order) {
        return new ContainerSpec(
                id,
                id,
                order.command(),
                order.environment(),
                order.workingDirectory(),
                order.user(),
                NetworkFiles.HOSTNAME,
                order.mounts(),
                new ContainerLimits(0, 0, 0, order.limits()),
                false,
                false,
                false,
                LogLimits.DEFAULT,
                Map.of());
    }

    private NetworkFiles.Way join(LocalContainers containers, String id, String network)
            throws IOException, ContainerException {
        if (network.equals("none")) {
            return NetworkFiles.NO_WAY;
        }
        if (network.equals("host")) {
            joinHostNetwork(id);
            return NetworkFiles.hostsWay();
        }
        return NetworkFiles.way(networks.connect(id, containers.sandbox(id), network));
    }

    /** Where the sandbox would be, this process's own network stands instead; removing the sandbox lets it go. */
    private void joinHostNetwork(String id) throws IOException {
        Path net = layout.sandbox(id).resolve("net");
        Files.createDirectories(net.resolveSibling(""));
        Files.createFile(net);
        kernel.mount("/proc/self/ns/net", net, "", Flags.MS_BIND, "");
    }

    /** Hands on the output until the end: the exit code. */
    private int follow(
            LocalContainers containers, String id, Reserve room, Tally tally, Tally.Running running, Deque<String> last)
            throws IOException, ContainerException {
        StringBuilder open = new StringBuilder();
        long looked = System.nanoTime();
        try (LogReader reader = containers.logs(id, new LogRequest(-1, null, null))) {
            waiting.put(id, reader);
            while (true) {
                // Before the log is read: what it wrote last is there by then.
                Optional<Integer> code = ended(containers, id);
                if (code.isPresent()) {
                    reader.wake();
                    reader.await(Duration.ZERO);
                }
                for (var line = reader.next(); line.isPresent(); line = reader.next()) {
                    open.append(new String(line.get().text(), StandardCharsets.UTF_8));
                    if (!line.get().partial() || open.length() >= LONGEST_LINE) {
                        tell(open, running, last);
                    }
                }
                if (code.isPresent()) {
                    if (!open.isEmpty()) {
                        tell(open, running, last);
                    }
                    return code.get();
                }
                tally.check();
                if (System.nanoTime() - looked > ROOM_EVERY.toNanos()) {
                    room.check();
                    looked = System.nanoTime();
                }
                reader.await(LOOK);
            }
        } finally {
            waiting.remove(id);
        }
    }

    private static void tell(StringBuilder open, Tally.Running running, Deque<String> last) {
        String line = open.toString();
        open.setLength(0);
        running.output(line);
        last.addLast(line.length() > 1000 ? line.substring(0, 1000) + "..." : line);
        if (last.size() > LAST_LINES) {
            last.removeFirst();
        }
    }

    private static Optional<Integer> ended(LocalContainers containers, String id) throws ContainerException {
        ContainerState state = containers.list().get(id);
        if (state == null) {
            throw new ContainerException("the container of the step is gone");
        }
        if (state.status() instanceof ContainerStatus.Exited exited) {
            return Optional.of(exited.code());
        }
        return Optional.empty();
    }
}
