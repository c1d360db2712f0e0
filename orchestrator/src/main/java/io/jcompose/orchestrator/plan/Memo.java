package io.jcompose.orchestrator.plan;

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
 */
public record Memo(boolean known, int restarts, int streak, long start, long restart, long kill, long stopDeadline) {
    public static final Memo NEW = new Memo(true, 0, 0, 0, 0, 0, 0);

    public Memo stopping(long deadline) {
        return new Memo(known, restarts, streak, start, restart, kill, deadline);
    }

    public Memo killed(long token) {
        return new Memo(known, restarts, streak, start, restart, token, stopDeadline);
    }
}
