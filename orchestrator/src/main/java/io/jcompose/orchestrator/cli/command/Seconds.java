package io.jcompose.orchestrator.cli.command;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** An option in seconds that may be missing. */
final class Seconds {
    private static final long LONGEST = 10 * 365 * 86_400L;

    private Seconds() {}

    /** A grace period, which takes no number below 0. */
    static @Nullable Long grace(@Nullable Long given) throws UsageException {
        if (given != null && (given < 0 || given > LONGEST)) {
            throw new UsageException("--timeout takes seconds from 0 to " + LONGEST + ", not " + given);
        }
        return given;
    }

    static OptionalInt of(@Nullable Integer given) {
        return given == null ? OptionalInt.empty() : OptionalInt.of(given);
    }
}
