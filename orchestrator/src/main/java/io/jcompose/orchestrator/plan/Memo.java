package io.jcompose.orchestrator.plan;

import org.jspecify.annotations.Nullable;

/**
 * What the daemon remembers of a container besides what the runtime sees.
 *
 * @param known false when it was found without memory: after a reboot
 * @param restarts how often it was restarted by policy since a person started it
 * @param streak restarts in a row after runs shorter than {@link Backoff#LONG_RUN_MILLIS}
 * @param start start token that it has followed
 * @param restart restart token that it has followed
 * @param kill kill token that it has followed
 * @param stopDeadline when SIGKILL is due after a stop signal (CLOCK_BOOTTIME milliseconds), 0 when none was sent
 * @param care how it is replaced and healed
 * @param run what was done in its last run
 */
public record Memo(
        boolean known,
        int restarts,
        int streak,
        long start,
        long restart,
        long kill,
        long stopDeadline,
        Care care,
        Run run) {
    public static final Memo NEW = new Memo(true, 0, 0, 0, 0, 0, 0);

    /** Memories of an earlier version know no care, and no run. */
    public Memo(
            boolean known,
            int restarts,
            int streak,
            long start,
            long restart,
            long kill,
            long stopDeadline,
            @Nullable Care care,
            @Nullable Run run) {
        this.known = known;
        this.restarts = restarts;
        this.streak = streak;
        this.start = start;
        this.restart = restart;
        this.kill = kill;
        this.stopDeadline = stopDeadline;
        this.care = care == null ? Care.NONE : care;
        this.run = run == null ? Run.NONE : run;
    }

    /** Of a container for which nothing was done yet. */
    public Memo(
            boolean known,
            int restarts,
            int streak,
            long start,
            long restart,
            long kill,
            long stopDeadline,
            Care care) {
        this(known, restarts, streak, start, restart, kill, stopDeadline, care, Run.NONE);
    }

    public Memo(boolean known, int restarts, int streak, long start, long restart, long kill, long stopDeadline) {
        this(known, restarts, streak, start, restart, kill, stopDeadline, Care.NONE);
    }

    /** At the start of a run with what {@code service} says now. */
    public Memo begun(Memo before, WantedService service) {
        return with(before.run().begun(service.spec()));
    }

    /** Whether it has begun to be stopped: by the stop signal, or by hooks before that. */
    public boolean stopBegun() {
        return stopDeadline != 0 || run.stopDue() != 0;
    }

    public Memo stopping(long deadline) {
        return new Memo(known, restarts, streak, start, restart, kill, deadline, care, run);
    }

    public Memo killed(long token) {
        return new Memo(known, restarts, streak, start, restart, token, stopDeadline, care, run);
    }

    public Memo with(Care other) {
        return new Memo(known, restarts, streak, start, restart, kill, stopDeadline, other, run);
    }

    public Memo with(Run other) {
        return new Memo(known, restarts, streak, start, restart, kill, stopDeadline, care, other);
    }
}
