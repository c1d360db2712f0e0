package io.jcompose.orchestrator.release;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A program of the host that a gate asks. It has no input, and ends with all that it started. */
final class HostCommand {
    private static final long LAST_LINES_MILLIS = 1_000;
    private static final int LONGEST_LINE = 1_000;
    private static final int MOST_LINES = 1_000;

    private HostCommand() {}

    /**
     * Runs it.
     *
     * @param variables beside PATH and HOME
     * @param lines gets what it prints, on another thread
     * @return empty when it ended with 0, else why that is not so
     */
    static String run(
            List<String> words, Path directory, Map<String, String> variables, Duration timeout, Consumer<String> lines)
            throws InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.redirectInput(Path.of("/dev/null").toFile());
        builder.directory((Files.isDirectory(directory) ? directory : Path.of("/")).toFile());
        builder.environment().keySet().retainAll(List.of("PATH", "HOME", "LANG"));
        builder.environment().putAll(variables);
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            return "it cannot be started: " + e.getMessage();
        }
        Thread reader = new Thread(() -> read(process, lines), "gate-output");
        reader.setDaemon(true);
        reader.start();
        try {
            boolean ended = process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
            if (ended) {
                reader.join(LAST_LINES_MILLIS);
            }
            return !ended
                    ? "it did not end within " + timeout.toSeconds() + " s"
                    : process.exitValue() == 0 ? "" : "it ended with " + process.exitValue();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static void read(Process process, Consumer<String> lines) {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            StringBuilder line = new StringBuilder();
            int told = 0;
            for (int c = reader.read(); c >= 0; c = reader.read()) {
                if (c == '\n') {
                    if (told++ < MOST_LINES) {
                        lines.accept(line.toString());
                    }
                    line.setLength(0);
                } else if (line.length() < LONGEST_LINE && !Character.isISOControl(c)) {
                    line.append((char) c);
                }
            }
            if (!line.isEmpty()) {
                lines.accept(line.toString());
            }
        } catch (IOException | UncheckedIOException e) {
            System.getLogger("jcompose").log(System.Logger.Level.DEBUG, "a gate's output ended", e);
        }
    }
}
