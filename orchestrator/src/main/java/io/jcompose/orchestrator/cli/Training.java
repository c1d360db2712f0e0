package io.jcompose.orchestrator.cli;

import io.jcompose.orchestrator.cli.screen.Console;
import io.jcompose.orchestrator.cli.screen.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/**
 * Touches the classes that commands use, so that the launcher's CDS archive holds them: runs several commands against a
 * scratch directory without a daemon.
 */
final class Training {
    private Training() {}

    /** Run by the launcher with {@code -XX:DumpLoadedClassList}. */
    public static void main(String[] arguments) throws IOException {
        Path directory = Files.createTempDirectory("jcompose-training");
        try {
            Preload.load();
            Files.writeString(directory.resolve("compose.yaml"), Preload.USUAL);
            Files.writeString(directory.resolve(".env"), "# empty\nTAG=latest\n");
            run(directory, "config", "--format", "json");
            run(directory, "config");
            run(directory, "version");
            run(directory, "ps", "--run-dir", "absent", "--help");
            try (ScriptedDaemon daemon = ScriptedDaemon.open(directory)) {
                run(directory, "--run-dir", daemon.run().toString(), "up", "-d");
                run(directory, "--run-dir", daemon.run().toString(), "ps");
                run(directory, "--run-dir", daemon.run().toString(), "logs");
                run(directory, "--run-dir", daemon.run().toString(), "exec", "-T", "web", "true");
                run(directory, "--run-dir", daemon.run().toString(), "image", "build", "-q", "-t", "training", ".");
                run(directory, "--run-dir", daemon.run().toString(), "down");
            }
        } finally {
            Files.deleteIfExists(directory.resolve("compose.yaml"));
            Files.deleteIfExists(directory.resolve(".env"));
            Files.deleteIfExists(directory);
        }
    }

    private static void run(Path directory, String... words) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        Console console = new Console(
                Map.of(), directory, InputStream.nullInputStream(), nowhere, nowhere, Terminal.NONE, Clock.systemUTC());
        new Dispatch(console).run(words);
    }
}
