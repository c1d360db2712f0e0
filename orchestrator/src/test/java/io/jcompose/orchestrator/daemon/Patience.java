package io.jcompose.orchestrator.daemon;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waiting for what the daemon does by itself: looks again and again, with a bound. */
final class Patience {
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final long PAUSE_NANOS = 10_000_000;

    private Patience() {}

    /** Something that an assertion says; it is asked until it holds. */
    interface Claim {
        void holds() throws Exception;
    }

    /** Waits until the claim holds; its last failure is thrown when it does not in time. */
    static void until(Claim claim) throws Exception {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (true) {
            try {
                claim.holds();
                return;
            } catch (AssertionError e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** Waits until the question is answered with yes. */
    static void untilTrue(String what, Callable<Boolean> question) throws Exception {
        until(() -> {
            if (!question.call()) {
                throw new AssertionError("not within " + LONGEST.toSeconds() + " s: " + what);
            }
        });
    }
}
