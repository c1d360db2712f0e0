package io.jcompose.orchestrator.plan;

import io.jcompose.spec.Healthcheck;
import io.jcompose.spec.Service;
import org.jspecify.annotations.Nullable;

/**
 * How the containers of a service are brought from one version to another.
 *
 * @param previous what the older containers are of, and what is returned to when the new one fails
 * @param state how far it is
 * @param reason why it was paused or rolled back, a sentence; empty while nothing failed
 * @param begun when it was asked for, CLOCK_BOOTTIME milliseconds; failures before that are of an earlier try
 */
public record Update(Version previous, State state, String reason, long begun) {
    /** What containers of a service are made of. */
    public record Version(
            Service spec,
            String fingerprint,
            String image,
            @Nullable Healthcheck imageProbe,
            long recreate,
            int replicas) {
        /** Whether containers of the service as it is wanted are of this version. */
        boolean isOf(WantedService service) {
            return fingerprint.equals(service.fingerprint())
                    && image.equals(service.image())
                    && recreate == service.tokens().recreate();
        }
    }

    /** How far an update is. */
    public enum State {
        /** Containers are replaced, in turn. */
        ROLLING,
        /** Too many new ones failed: nothing more is replaced until somebody brings the project up again. */
        PAUSED,
        /** Too many new ones failed: the version before is wanted again, and comes back in turn. */
        ROLLING_BACK,
        /** The way back failed too: nothing more is replaced until somebody brings the project up again. */
        STUCK,
        /** The version before is back. */
        ROLLED_BACK;

        /** Whether too many new ones failed, so that nothing more is replaced. */
        public boolean halted() {
            return this == PAUSED || this == STUCK;
        }

        /** Whether containers are being replaced. */
        public boolean active() {
            return this == ROLLING || this == ROLLING_BACK;
        }
    }

    public Update with(State other, String why) {
        return new Update(previous, other, why, begun);
    }
}
