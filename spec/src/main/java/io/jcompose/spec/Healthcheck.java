package io.jcompose.spec;

import java.time.Duration;
import java.util.List;

/**
 * A health probe (compose-spec, healthcheck; defaults as the Docker engine has them).
 *
 * @param test {@code [CMD, program, args...]}, {@code [CMD-SHELL, line]}, or {@code [NONE]} for no probe; empty for the
 *     image's own
 * @param interval between probes, and before the first (default 30 s)
 * @param timeout of one probe (default 30 s)
 * @param retries consecutive failures that make it unhealthy (default 3)
 * @param startPeriod time in which failures do not count (default 0)
 * @param startInterval between probes within the start period (default 5 s)
 */
public record Healthcheck(
        List<String> test,
        Duration interval,
        Duration timeout,
        int retries,
        Duration startPeriod,
        Duration startInterval) {
    /** What counts where nothing is said. */
    public static final Healthcheck UNSAID = new Healthcheck(
            List.of(), Duration.ofSeconds(30), Duration.ofSeconds(30), 3, Duration.ZERO, Duration.ofSeconds(5));

    /** Whether this says that there is no probe. */
    public boolean disabled() {
        return !test.isEmpty() && test.get(0).equals("NONE");
    }

    /**
     * This one where it differs from what counts when nothing is said, else {@code below}: a service's over its image's.
     */
    public Healthcheck over(Healthcheck below) {
        return new Healthcheck(
                test.isEmpty() ? below.test : test,
                interval.equals(UNSAID.interval) ? below.interval : interval,
                timeout.equals(UNSAID.timeout) ? below.timeout : timeout,
                retries == UNSAID.retries ? below.retries : retries,
                startPeriod.equals(UNSAID.startPeriod) ? below.startPeriod : startPeriod,
                startInterval.equals(UNSAID.startInterval) ? below.startInterval : startInterval);
    }
}
