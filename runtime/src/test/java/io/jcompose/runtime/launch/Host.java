package io.jcompose.runtime.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.ContainerLimits;
import io.jcompose.runtime.ContainerMount;
import io.jcompose.runtime.ContainerSpec;
import io.jcompose.runtime.ContainerStatus;
import io.jcompose.runtime.LogLimits;
import io.jcompose.runtime.LogReader;
import io.jcompose.runtime.LogRequest;
import io.jcompose.runtime.cgroup.Cgroups;
import io.jcompose.runtime.disk.Disk;
import io.jcompose.runtime.disk.DiskWitness;
import io.jcompose.runtime.disk.TreeRemoval;
import io.jcompose.runtime.linux.Kernel;
import io.jcompose.runtime.seccomp.SeccompProgram;
import io.jcompose.runtime.store.RuntimeLayout;
import io.jcompose.runtime.store.StorageSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Directories of a daemon of its own, containers in them, and a look afterwards that nothing is left. */
final class Host implements AutoCloseable {
    static final Map<String, String> FILES = Map.of(
            "/etc/hosts",
            "127.0.0.1 localhost\n",
            "/etc/resolv.conf",
            "nameserver 127.0.0.1\n",
            "/etc/hostname",
            "box\n");
    private static final byte[] SECCOMP = dockerDefault();
    private static final Random RANDOM = new Random();

    final RuntimeLayout layout;
    final Path base;
    StorageSettings.Driver driver;
    LocalContainers containers;
    List<Path> layers = List.of(TestLayer.directory());

    Host() throws IOException {
        this(Files.createTempDirectory("jcompose-test"), StorageSettings.Driver.AUTO);
    }

    /** @param base a new directory */
    Host(Path base, StorageSettings.Driver driver) throws IOException {
        this.base = base;
        this.driver = driver;
        String instance = "t" + Long.toHexString(RANDOM.nextLong());
        layout = new RuntimeLayout(base.resolve("root"), base.resolve("run"), instance);
        containers = open();
    }

    private static byte[] dockerDefault() {
        try {
            return SeccompProgram.dockerDefault(LocalContainers.CAPABILITIES);
        } catch (ContainerException e) {
            throw new IllegalStateException(e);
        }
    }

    private LocalContainers open() throws IOException {
        return LocalContainers.open(
                Kernel.live(), layout, new Disk(DiskWitness.NONE), id -> TestLayer.imageOf(layers), SECCOMP, driver);
    }

    /** As a daemon that was stopped, and started again. */
    void reopen() throws IOException {
        containers.close();
        containers = open();
    }

    static String freshId() {
        byte[] bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    static ContainerSpec shell(String script) {
        return spec("sh", "-c", script);
    }

    static ContainerSpec spec(String... command) {
        return new ContainerSpec(
                freshId(),
                "sha256:test",
                List.of(command),
                List.of(),
                "",
                "",
                "box",
                List.of(),
                ContainerLimits.NONE,
                false,
                false,
                false,
                LogLimits.DEFAULT,
                Map.of());
    }

    /** A copy of a spec with another user, mounts, limits and so on. */
    static ContainerSpec with(
            ContainerSpec s,
            String user,
            List<ContainerMount> mounts,
            ContainerLimits limits,
            boolean readOnly,
            boolean init,
            boolean tty,
            LogLimits logs) {
        return new ContainerSpec(
                s.id(),
                s.imageId(),
                s.command(),
                s.environment(),
                s.workingDirectory(),
                user,
                s.hostname(),
                mounts,
                limits,
                readOnly,
                init,
                tty,
                logs,
                s.labels());
    }

    static UnaryOperator<ContainerSpec> user(String user) {
        return s -> with(s, user, s.mounts(), s.limits(), s.readOnly(), s.init(), s.tty(), s.logs());
    }

    static UnaryOperator<ContainerSpec> mounts(ContainerMount... mounts) {
        return s -> with(s, s.user(), List.of(mounts), s.limits(), s.readOnly(), s.init(), s.tty(), s.logs());
    }

    static UnaryOperator<ContainerSpec> limits(ContainerLimits limits) {
        return s -> with(s, s.user(), s.mounts(), limits, s.readOnly(), s.init(), s.tty(), s.logs());
    }

    static UnaryOperator<ContainerSpec> logs(LogLimits logs) {
        return s -> with(s, s.user(), s.mounts(), s.limits(), s.readOnly(), s.init(), s.tty(), logs);
    }

    static UnaryOperator<ContainerSpec> readOnly() {
        return s -> with(s, s.user(), s.mounts(), s.limits(), true, s.init(), s.tty(), s.logs());
    }

    static UnaryOperator<ContainerSpec> init() {
        return s -> with(s, s.user(), s.mounts(), s.limits(), s.readOnly(), true, s.tty(), s.logs());
    }

    static UnaryOperator<ContainerSpec> tty() {
        return s -> with(s, s.user(), s.mounts(), s.limits(), s.readOnly(), s.init(), true, s.logs());
    }

    String start(ContainerSpec spec) throws ContainerException {
        containers.create(spec);
        containers.sandbox(spec.id());
        containers.start(spec.id(), FILES);
        return spec.id();
    }

    ContainerStatus status(String id) {
        return Objects.requireNonNull(containers.list().get(id)).status();
    }

    /** Waits for a status by listening, not by asking again and again. */
    ContainerStatus await(String id, Predicate<ContainerStatus> wanted) throws Exception {
        CompletableFuture<ContainerStatus> reached = new CompletableFuture<>();
        containers.watch(changed -> {
            if (changed.equals(id) && containers.list().containsKey(id) && wanted.test(status(id))) {
                reached.complete(status(id));
            }
        });
        if (wanted.test(status(id))) {
            reached.complete(status(id));
        }
        return reached.get(60, TimeUnit.SECONDS);
    }

    ContainerStatus.Exited awaitExit(String id) throws Exception {
        return (ContainerStatus.Exited) await(id, status -> status instanceof ContainerStatus.Exited);
    }

    /** Waits until it has written something. */
    void awaitLine(String id) throws Exception {
        try (LogReader reader = containers.logs(id, new LogRequest(-1, null, null))) {
            while (reader.next().isEmpty()) {
                reader.await(Duration.ofSeconds(60));
            }
        }
    }

    /** Runs it to its end. */
    ContainerStatus.Exited run(ContainerSpec spec) throws Exception {
        return awaitExit(start(spec));
    }

    /** The whole log: lines of standard error begin with {@code 2:}, open ones end with a plus. */
    List<String> log(String id) throws Exception {
        try (LogReader reader = containers.logs(id, new LogRequest(-1, null, null))) {
            List<String> lines = new ArrayList<>();
            for (var line = reader.next(); line.isPresent(); line = reader.next()) {
                String text = new String(line.get().text(), StandardCharsets.UTF_8);
                lines.add((line.get().error() ? "2:" : "") + text + (line.get().partial() ? "+" : ""));
            }
            return lines;
        }
    }

    List<String> processes() throws IOException {
        List<String> found = new ArrayList<>();
        try (var entries = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path entry : entries) {
                String text = read(entry.resolve("cmdline")).replace('\0', ' ');
                boolean ours = read(entry.resolve("cgroup")).contains(layout.instance());
                if (ours || containers.list().keySet().stream().anyMatch(text::contains)) {
                    found.add(entry.getFileName() + " " + text);
                }
            }
        }
        return found;
    }

    /** A killed process is not gone at once; there is no event to wait for, as it is the container's child, not ours. */
    void awaitGone(String command) throws IOException {
        for (int step = 0; step < 5_000; step++) {
            if (processes().stream().noneMatch(process -> process.contains(command))) {
                return;
            }
            LockSupport.parkNanos(1_000_000);
        }
        assertThat(processes()).noneMatch(process -> process.contains(command));
    }

    private static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            return "";
        }
    }

    /** Removes every container, then looks for processes, mounts, cgroups and files of ours. */
    @Override
    public void close() throws IOException, ContainerException {
        for (String id : List.copyOf(containers.list().keySet())) {
            containers.kill(id);
            containers.remove(id);
        }
        assertThat(containers.list()).isEmpty();
        assertThat(processes()).isEmpty();
        containers.close();
        Cgroups cgroups = Cgroups.open(Kernel.live(), layout.instance());
        assertThat(cgroups.strangers(List.of())).isEmpty();
        assertThat(cgroups.present()).isFalse();
        assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain(base.toString());
        assertThat(layout.containers()).isEmptyDirectory();
        TreeRemoval.remove(base);
    }
}
