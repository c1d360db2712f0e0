package io.jcompose.spec;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the containers of a service are replaced (compose-spec, deploy: update_config and rollback_config; defaults as the
 * specification has them).
 *
 * @param said whether the file says it, or the defaults are meant
 * @param parallelism how many at a time; 0 for all
 * @param delay from one batch to the next
 * @param failure what follows when too many of the new ones fail
 * @param monitor how long a new one is watched before it counts as good; null when the file does not say
 * @param maxFailureRatio share of the replicas that may fail, 0 to 1
 * @param order whether the new one starts before the old one stops
 */
public record Rollout(
        boolean said,
        int parallelism,
        Duration delay,
        Failure failure,
        @Nullable Duration monitor,
        double maxFailureRatio,
        Order order) {
    /** What counts where nothing is said. */
    public static final Rollout UNSAID = new Rollout(false, 1, Duration.ZERO, Failure.PAUSE, null, 0, Order.STOP_FIRST);

    /** What follows a failure. */
    public enum Failure {
        CONTINUE,
        PAUSE,
        ROLLBACK
    }

    /** Who comes first. */
    public enum Order {
        STOP_FIRST,
        START_FIRST
    }
}
