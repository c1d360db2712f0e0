package io.jcompose.runtime.build;

import io.jcompose.runtime.Builds.BuildProgress;
import io.jcompose.runtime.Builds.Outcome;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Numbers the steps of one build for who listens, and knows whether it is to go on. */
final class Tally {
    private static final int LONGEST_TITLE = 500;

    private final BuildProgress progress;
    private final AtomicInteger last = new AtomicInteger();
    private final AtomicBoolean stopped = new AtomicBoolean();

    Tally(BuildProgress progress) {
        this.progress = progress;
    }

    /** A step that goes on. */
    final class Running {
        private final int number = last.incrementAndGet();
        private final long began = System.nanoTime();

        private Running(String title) {
            progress.begins(number, title);
        }

        void output(String line) {
            progress.output(number, line);
        }

        void ends(Outcome outcome) {
            progress.ends(number, outcome, Duration.ofNanos(System.nanoTime() - began));
        }
    }

    Running begin(String title) {
        String line = title.lines().findFirst().orElse("");
        return new Running(line.length() > LONGEST_TITLE ? line.substring(0, LONGEST_TITLE) + "..." : line);
    }

    /** Another stage failed: what runs is to end. */
    void stop() {
        stopped.set(true);
    }

    boolean isOver() {
        return stopped.get() || progress.isCancelled();
    }

    void check() throws Cancelled {
        if (isOver()) {
            throw new Cancelled();
        }
    }
}
