package io.jcompose.orchestrator.daemon;

import io.jcompose.orchestrator.observe.Witness;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where and how a daemon works.
 *
 * @param hostNamespace path of the network namespace that plays the host, or null for the process's own
 * @param fullCheckEvery pause between two looks at the kernel itself
 * @param witness sees each step
 */
record Setting(Directories directories, @Nullable Path hostNamespace, Duration fullCheckEvery, Witness witness) {
    private static final Duration FULL_CHECK_EVERY = Duration.ofSeconds(30);

    /** On this host. */
    static Setting of(Directories directories) {
        return new Setting(directories, null, FULL_CHECK_EVERY, Witness.NONE);
    }
}
