package io.jcompose.orchestrator.cli.screen;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/**
 * The process around a command: an argument everywhere, so that tests give their own.
 *
 * @param directory the caller's, absolute
 * @param out standard output; buffered, flushed by whoever waits
 * @param err standard error
 * @param terminal which of the three streams are terminals
 */
public record Console(
        Map<String, String> environment,
        Path directory,
        InputStream in,
        PrintStream out,
        PrintStream err,
        Terminal terminal,
        Clock clock) {

    /** Prints a line that people should read beside the result. */
    public void warn(String sentence) {
        out.flush();
        err.println("warning: " + sentence);
        err.flush();
    }

    /** A variable of the environment, or empty. */
    public String variable(String name) {
        return environment.getOrDefault(name, "");
    }
}
