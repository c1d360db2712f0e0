package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.cli.screen.Stty;
import io.jcompose.orchestrator.client.DaemonException;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/** The caller's terminal in raw mode for a while; put back in every case, also when a signal ends the process. */
final class RawTerminal {
    private RawTerminal() {}

    /** Work that needs it. */
    interface Work {
        int run() throws DaemonException, IOException;
    }

    static int during(Work work) throws DaemonException, IOException {
        String saved = Stty.save();
        AtomicBoolean restored = new AtomicBoolean();
        Thread hook = new Thread(() -> restore(saved, restored), "restore-terminal");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            Stty.raw();
            return work.run();
        } finally {
            restore(saved, restored);
        }
    }

    private static void restore(String saved, AtomicBoolean restored) {
        if (restored.compareAndSet(false, true)) {
            try {
                Stty.restore(saved);
            } catch (IOException e) {
                System.err.println("jcompose: cannot restore the terminal (type `stty sane`): " + e.getMessage());
            }
        }
    }
}
