package io.jcompose.orchestrator.daemon;

import io.jcompose.orchestrator.observe.Witness;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where and how a daemon works.
 *
 * @param hostNamespace path of the network namespace that plays the host, or null for the process's own
 * @param fullCheckEvery pause between two looks at the kernel itself
 * @param witness sees each step
 * @param storage the driver that makes root file systems, before what a file says; empty for that
 */
record Setting(
        Directories directories,
        @Nullable Path hostNamespace,
        Duration fullCheckEvery,
        Witness witness,
        String storage) {
    private static final Duration FULL_CHECK_EVERY = Duration.ofSeconds(30);

    /** On this host. */
    static Setting of(Directories directories) {
        return new Setting(
                directories,
                null,
                FULL_CHECK_EVERY,
                Witness.NONE,
                Objects.toString(System.getenv("JCOMPOSE_STORAGE"), ""));
    }
}
