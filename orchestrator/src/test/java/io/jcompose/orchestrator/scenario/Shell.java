package io.jcompose.orchestrator.scenario;

import io.jcompose.network.link.Links;
import io.jcompose.runtime.linux.Flags;
import io.jcompose.runtime.linux.Kernel;
import io.jcompose.runtime.linux.NetworkNamespace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A user's shell in a checkout, on a scratch host: own network namespace, own directories of the daemon. */
final class Shell implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 120;

    /** The top of the checkout; tests run in a module's directory. */
    static final Path TOP = Path.of("..").toAbsolutePath().normalize();

    private final Path base;
    private final Path namespace;
    private final List<Process> begun = new ArrayList<>();

    Shell() throws IOException {
        base = Files.createTempDirectory("jcompose-user");
        namespace = Files.createFile(base.resolve("host"));
        NetworkNamespace.create(Kernel.live(), namespace);
        NetworkNamespace.call(Kernel.live(), namespace, () -> {
            try (Links links = Links.open(Kernel.live())) {
                links.up("lo");
                return namespace;
            }
        });
    }

    Path base() {
        return base;
    }

    /** What a command printed and its exit code. */
    record Outcome(int code, String out, String error) {}

    /** Runs a command line to its end. */
    Outcome run(String command) throws IOException, InterruptedException {
        Process process = begin(command);
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("still running after " + PATIENCE_SECONDS + " s: " + command + "\n" + text("err"));
        }
        return new Outcome(process.exitValue(), text("out"), text("err"));
    }

    /** Begins a command line that is talked to: standard input, output and error are the caller's. */
    Process talk(String command) throws IOException {
        Process process = builder(command).redirectErrorStream(true).start();
        begun.add(process);
        return process;
    }

    /** Begins a command line; the shell becomes the command, so signals reach it. */
    Process begin(String command) throws IOException {
        ProcessBuilder builder = builder(command);
        builder.redirectInput(Path.of("/dev/null").toFile());
        builder.redirectOutput(base.resolve("out").toFile());
        builder.redirectError(base.resolve("err").toFile());
        Process process = builder.start();
        begun.add(process);
        return process;
    }

    private ProcessBuilder builder(String command) {
        ProcessBuilder builder = new ProcessBuilder("nsenter", "--net=" + namespace, "sh", "-c", command);
        builder.directory(TOP.toFile());
        builder.environment().put("JCOMPOSE_ROOT", base.resolve("root").toString());
        builder.environment().put("JCOMPOSE_RUN", base.resolve("run").toString());
        builder.environment().put("JCOMPOSE_NO_BUILD", "1");
        return builder;
    }

    private String text(String name) throws IOException {
        return new String(Files.readAllBytes(base.resolve(name)), StandardCharsets.UTF_8);
    }

    /** Below root and run directory: what is left beside images and the daemon's own. */
    List<String> left() throws IOException {
        List<String> found = new ArrayList<>();
        for (String place :
                List.of("root/containers", "root/volumes", "root/projects", "run/sandboxes", "run/ledger")) {
            Path directory = base.resolve(place);
            if (Files.isDirectory(directory)) {
                try (var entries = Files.list(directory)) {
                    entries.forEach(entry -> found.add(entry.toString()));
                }
            }
        }
        Files.readString(Path.of("/proc/self/mountinfo"))
                .lines()
                .filter(line -> line.contains(base.toString()) && !line.contains(namespace.toString()))
                .forEach(found::add);
        return found;
    }

    @Override
    public void close() throws IOException {
        begun.forEach(Process::destroyForcibly);
        stopDaemon();
        Kernel.live().unmount(namespace, Flags.MNT_DETACH);
        try (var files = Files.walk(base)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** A scenario that failed has not come to that. */
    private void stopDaemon() throws IOException {
        if (Files.exists(base.resolve("run/jcompose.sock"))) {
            begin("exec ./jcompose daemon stop --all")
                    .onExit()
                    .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .join();
        }
    }
}
