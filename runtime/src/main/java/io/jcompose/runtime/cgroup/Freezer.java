package io.jcompose.runtime.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/**
 * The freezer of one group (kernel, cgroup-v1/freezer-subsystem.rst and cgroup-v2.rst, {@code cgroup.freeze}).
 *
 * @param unified whether it is one of version 2
 */
record Freezer(Path directory, boolean unified) {
    private static final int MOST_LOOKS = 5_000;
    private static final long BETWEEN_LOOKS_NANOS = 1_000_000;

    void freeze() throws IOException {
        Files.writeString(file(), unified ? "1" : "FROZEN");
        // Version 1 tells nobody when it is done; a process that waits for a disk takes its time.
        for (int look = 0; look < MOST_LOOKS; look++) {
            if (isFrozen()) {
                return;
            }
            LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
        }
        thaw();
        throw new IOException("its processes were not still within 5 s");
    }

    void thaw() throws IOException {
        if (Files.exists(file())) {
            Files.writeString(file(), unified ? "0" : "THAWED");
        }
    }

    boolean isFrozen() throws IOException {
        return unified
                ? Files.readString(directory.resolve("cgroup.events")).contains("frozen 1")
                : Files.readString(file()).strip().equals("FROZEN");
    }

    private Path file() {
        return directory.resolve(unified ? "cgroup.freeze" : "freezer.state");
    }
}
