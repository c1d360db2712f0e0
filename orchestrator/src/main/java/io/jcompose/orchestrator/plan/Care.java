package io.jcompose.orchestrator.plan;

/**
 * What is remembered of how a container is replaced and healed.
 *
 * @param drainDeadline when it is stopped even if it still serves (CLOCK_BOOTTIME milliseconds); 0 while nothing leads it
 *     towards its end
 * @param heals how often it was healed in a row, without having been healthy in between
 * @param healing whether it is stopped now because it was unhealthy, and is to run again
 * @param moving whether it is stopped now to leave a network, and is to run again
 */
public record Care(long drainDeadline, int heals, boolean healing, boolean moving) {
    public static final Care NONE = new Care(0, 0, false);

    public Care(long drainDeadline, int heals, boolean healing) {
        this(drainDeadline, heals, healing, false);
    }

    public Care draining(long deadline) {
        return new Care(deadline, heals, healing, moving);
    }

    /** It is stopped once more for being unhealthy. */
    public Care healed() {
        return new Care(0, heals + 1, true);
    }

    /** It leaves a network. */
    public Care moved() {
        return new Care(0, heals, healing, true);
    }

    /** It runs, or is to run, again. */
    public Care again() {
        return new Care(0, heals, false);
    }
}
