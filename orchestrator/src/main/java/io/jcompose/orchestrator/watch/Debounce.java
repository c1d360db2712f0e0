package io.jcompose.orchestrator.watch;

import java.time.Duration;

/**
 * When a burst of changes is over. An editor's save is a handful of calls within a few milliseconds, a checkout or a
 * compiler goes on for longer: 100 ms of quiet end both, and are hardly felt; whatever never ends is taken as it is after
 * 500 ms. Times are nanoseconds of one clock.
 */
public final class Debounce {
    static final Debounce USUAL = new Debounce(Duration.ofMillis(100), Duration.ofMillis(500));

    private final long quiet;
    private final long most;

    Debounce(Duration quiet, Duration most) {
        this.quiet = quiet.toNanos();
        this.most = most.toNanos();
    }

    /** How long to wait for one more change, having seen the first and the last of some; 0 or less: no longer. */
    long left(long first, long last, long now) {
        return Math.min(last + quiet, first + most) - now;
    }
}
