package io.jcompose.orchestrator.cli;

import io.jcompose.orchestrator.cli.screen.Console;
import io.jcompose.orchestrator.cli.screen.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Map;

/** One call of the program in this process, with what it printed. */
record Call(int code, String out, String err) {
    static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    /** Runs {@code jcompose words} in {@code directory}. */
    static Call in(Path directory, Map<String, String> environment, String input, String... words) {
        return at(Terminal.NONE, directory, environment, input, words);
    }

    /** The same at a terminal. */
    static Call at(Terminal terminal, Path directory, Map<String, String> environment, String input, String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(
                environment,
                directory,
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                terminal,
                Clock.fixed(NOW, ZoneOffset.UTC));
        int code = new Dispatch(console).run(Arrays.copyOf(words, words.length));
        return new Call(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
