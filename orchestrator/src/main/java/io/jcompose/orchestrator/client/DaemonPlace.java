package io.jcompose.orchestrator.client;

import java.nio.file.Path;

/**
 * Where a daemon lives.
 *
 * @param root directory of its state, images and containers
 * @param run directory of its socket and locks, gone after a reboot
 */
public record DaemonPlace(Path root, Path run) {
    /** Where it listens. */
    public Path socket() {
        return run.resolve("jcompose.sock");
    }

    Path startLock() {
        return run.resolve("start.lock");
    }

    /** What the daemon prints before and beside its own logging. */
    public Path log() {
        return root.resolve("daemon.log");
    }
}
