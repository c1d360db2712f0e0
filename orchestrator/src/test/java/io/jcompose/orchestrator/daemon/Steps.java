package io.jcompose.orchestrator.daemon;

import java.util.concurrent.ThreadLocalRandom;

/**
 * At which steps of a story a daemon is killed: one of a few, another one in each run, so that all are tried in time.
 * {@code -Dkill.stride=1} tries all in one run (some ten minutes a story).
 *
 * @param first from 1
 */
record Steps(int first, int stride) {
    private static final int STRIDE = 4;

    static Steps ofThisRun() {
        int stride = Integer.getInteger("kill.stride", STRIDE);
        return new Steps(1 + ThreadLocalRandom.current().nextInt(stride), stride);
    }

    int after(int step) {
        return step + stride;
    }

    @Override
    public String toString() {
        return "from " + first + " by " + stride;
    }
}
