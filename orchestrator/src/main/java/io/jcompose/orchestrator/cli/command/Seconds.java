package io.jcompose.orchestrator.cli.command;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** An option in seconds that may be missing. */
final class Seconds {
    private Seconds() {}

    static OptionalInt of(@Nullable Integer given) {
        return given == null ? OptionalInt.empty() : OptionalInt.of(given);
    }
}
