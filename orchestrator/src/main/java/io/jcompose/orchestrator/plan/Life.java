package io.jcompose.orchestrator.plan;

/** What a container does, in milliseconds of CLOCK_BOOTTIME. */
public sealed interface Life {
    /** Made, never started. */
    record Created() implements Life {}

    /** Runs since then. */
    record Running(long since) implements Life {}

    /**
     * Ended.
     *
     * @param at when the daemon saw it
     * @param ranMillis how long it ran
     */
    record Exited(int code, long at, long ranMillis) implements Life {}

    /** Could not be started; {@code reason} is a sentence for the user. */
    record FailedToStart(String reason, long at) implements Life {}
}
