package io.jcompose.orchestrator.cli;

import io.jcompose.orchestrator.cli.screen.Console;
import io.jcompose.orchestrator.cli.screen.Terminal;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;

/** {@code jcompose}. */
public final class Main {
    private static final int BUFFER = 64 << 10;

    private Main() {}

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        Preload.begin(arguments);
        PrintStream err = stream(new FileOutputStream(FileDescriptor.err));
        Console console = new Console(
                System.getenv(),
                Path.of("").toAbsolutePath(),
                System.in,
                stream(new StandardOutput(new FileOutputStream(FileDescriptor.out), err, Runtime.getRuntime()::halt)),
                err,
                Terminal.ofProcess(),
                Clock.systemUTC());
        int code = new Dispatch(console).run(arguments);
        console.out().flush();
        console.err().flush();
        System.exit(code);
    }

    private static PrintStream stream(OutputStream target) {
        return new PrintStream(new BufferedOutputStream(target, BUFFER), false, StandardCharsets.UTF_8);
    }
}
