package io.jcompose.orchestrator.client;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** Gets a daemon that answers: the one that is there, or a new one in the background. */
public final class DaemonLauncher {
    private static final Duration LONGEST_START = Duration.ofSeconds(30);
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(5);
    private static final int SHOWN_LOG_LINES = 10;
    private static final int SHOWN_LOG_BYTES = 8 << 10;

    private final DaemonPlace place;
    private final Map<String, String> environment;

    /** {@code environment} is the caller's; JCOMPOSE_LAUNCHER names the program that runs {@code jcompose}. */
    public DaemonLauncher(DaemonPlace place, Map<String, String> environment) {
        this.place = place;
        this.environment = environment;
    }

    /** Whether a daemon listens. */
    public boolean answers() {
        try {
            Wire.connect(place.socket()).close();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** A client of a daemon that listens, started when there was none. */
    public DaemonClient client() throws DaemonException {
        if (!answers()) {
            mustBeRoot();
            try {
                start();
            } catch (IOException e) {
                throw new DaemonException.Unreachable(
                        "cannot make the directories of the daemon, " + place.run() + " and " + place.root() + ": " + e,
                        "choose other directories with --root and --run-dir");
            }
        }
        return new DaemonClient(place.socket(), user());
    }

    /** Behind sudo whoever called it. */
    private String user() {
        String caller = environment.getOrDefault("SUDO_USER", "");
        return caller.isEmpty() ? System.getProperty("user.name", "") : caller;
    }

    private void mustBeRoot() throws DaemonException {
        if (uid() != 0) {
            String what = Files.exists(place.socket())
                    ? "no access to the daemon's socket " + place.socket()
                    : "no daemon runs, and only root can start one (it makes namespaces, mounts and bridges)";
            throw new DaemonException.Unreachable(what, "run it as root: sudo jcompose ...");
        }
    }

    private static int uid() {
        try {
            return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        } catch (IOException e) {
            return -1;
        }
    }

    /** Of several callers one starts it; the lock is held until it listens. */
    private void start() throws IOException, DaemonException {
        make(place.run());
        make(place.root());
        try (FileChannel file =
                        FileChannel.open(place.startLock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = file.lock()) {
            if (lock.isValid() && !answers()) {
                long logged = Files.exists(place.log()) ? Files.size(place.log()) : 0;
                await(spawn(), logged);
            }
        }
    }

    /** Closed to other users of the host, as the daemon makes it: volumes may hold set-uid files of a container's root. */
    private static void make(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory);
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x---"));
        }
    }

    private Process spawn() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(commandLine());
        builder.directory(Path.of("/").toFile());
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.redirectErrorStream(true);
        builder.environment().put("JCOMPOSE_LOG_FILE", place.log().toString());
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(place.log().toFile()));
        return builder.start();
    }

    /** In a session of its own, so that Ctrl-C in the caller's terminal does not reach the daemon. */
    List<String> commandLine() {
        List<String> words = new ArrayList<>();
        if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
            words.add("/usr/bin/setsid");
        } else {
            words.addAll(List.of("/bin/sh", "-c", "trap '' INT HUP; exec \"$@\"", "sh"));
        }
        String launcher = environment.getOrDefault("JCOMPOSE_LAUNCHER", "");
        if (launcher.isEmpty()) {
            words.addAll(ownJvm());
        } else {
            words.addAll(List.of(launcher, "daemon"));
        }
        words.addAll(List.of(
                "--root", place.root().toString(), "--run-dir", place.run().toString()));
        return words;
    }

    private static List<String> ownJvm() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-Xss512k",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                "io.jcompose.orchestrator.daemon.Daemon");
    }

    private void await(Process daemon, long logged) throws IOException, DaemonException {
        long deadline = System.nanoTime() + LONGEST_START.toNanos();
        while (!answers()) {
            if (!daemon.isAlive()) {
                throw failed("the daemon ended with code " + daemon.exitValue() + " while starting", logged);
            }
            if (System.nanoTime() > deadline) {
                throw failed("the daemon did not listen after " + LONGEST_START.toSeconds() + " s", logged);
            }
            LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
        }
    }

    private DaemonException failed(String what, long logged) throws IOException {
        String said = lastLines(logged);
        String message = said.isEmpty() ? what : what + "; it said:\n" + said;
        return new DaemonException.Unreachable(message, "its log is " + place.log());
    }

    private String lastLines(long from) throws IOException {
        if (!Files.exists(place.log())) {
            return "";
        }
        try (RandomAccessFile file = new RandomAccessFile(place.log().toFile(), "r")) {
            file.seek(Math.max(from, file.length() - SHOWN_LOG_BYTES));
            byte[] bytes = new byte[(int) (file.length() - file.getFilePointer())];
            file.readFully(bytes);
            List<String> lines =
                    new String(bytes, StandardCharsets.UTF_8).lines().toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - SHOWN_LOG_LINES), lines.size()));
        }
    }
}
