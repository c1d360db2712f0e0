package io.jcompose.orchestrator.plan;

/** How long a container that keeps ending waits for its next start (as moby's restart manager, but at once first). */
public final class Backoff {
    /** A run of at least this long ends a streak of crashes. */
    public static final long LONG_RUN_MILLIS = 10_000;

    /** The longest wait. */
    public static final long MOST_MILLIS = 60_000;

    private static final long FIRST_MILLIS = 100;

    private Backoff() {}

    /** Milliseconds to wait before restart number {@code streak}, counted from 0: none, 100 ms, doubling to 60 s. */
    public static long millis(int streak) {
        if (streak <= 0) {
            return 0;
        }
        return Math.min(MOST_MILLIS, FIRST_MILLIS << Math.min(streak - 1, 20));
    }
}
