package io.jcompose.orchestrator.cli.screen;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntSupplier;

/**
 * Which streams are terminals, and how wide it is.
 *
 * @param columns asked only when something is drawn
 */
public record Terminal(boolean in, boolean out, boolean err, IntSupplier columns) {
    private static final int USUAL_COLUMNS = 80;

    /** No terminal at all: a pipe, a test. */
    public static final Terminal NONE = new Terminal(false, false, false, () -> USUAL_COLUMNS);

    /** Looks where descriptors 0, 1 and 2 lead (proc(5)): {@code System.console()} tells only of 0 and 1 together. */
    public static Terminal ofProcess() {
        return new Terminal(leadsToTerminal(0), leadsToTerminal(1), leadsToTerminal(2), () -> {
            int columns = Stty.size().columns();
            return columns > 0 ? columns : USUAL_COLUMNS;
        });
    }

    private static boolean leadsToTerminal(int descriptor) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException e) {
            return false;
        }
    }
}
