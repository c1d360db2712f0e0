package io.jcompose.orchestrator.execute;

import io.jcompose.spec.PullPolicy;
import java.time.Instant;
import java.util.Optional;

/** Whether a registry is asked for an image. Pure. */
final class PullDue {
    private PullDue() {}

    /**
     * Decides.
     *
     * @param pinned whether the reference has a digest: what it means never changes
     * @param here whether there is an image of this name
     * @param since when it was last pulled; empty when never
     */
    static boolean is(PullPolicy policy, boolean pinned, boolean here, Optional<Instant> since, Instant now) {
        if (pinned && here) {
            return false;
        }
        return switch (policy.kind()) {
            case BUILD, NEVER -> false;
            case MISSING -> !here;
            case ALWAYS -> true;
            case EVERY ->
                !here
                        || since.map(time -> !time.plus(policy.every()).isAfter(now))
                                .orElse(true);
        };
    }
}
