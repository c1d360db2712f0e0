package io.jcompose.orchestrator.release;

/**
 * What became of a release.
 *
 * @param reason why it is not done; empty when it is
 * @param stands whether what it wanted was wanted from then on, until the next one
 */
public record Outcome(State state, String reason, boolean stands) {
    public static final Outcome BEGUN = new Outcome(State.BEGUN, "", true);
    public static final Outcome DONE = new Outcome(State.DONE, "", true);

    /** Where it came to. */
    public enum State {
        BEGUN("begun"),
        DONE("done"),
        FAILED("failed"),
        ROLLED_BACK("rolled back"),
        INTERRUPTED("interrupted");

        private final String word;

        State(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    static Outcome failed(String reason, boolean stands) {
        return new Outcome(State.FAILED, reason, stands);
    }

    static Outcome rolledBack(String reason) {
        return new Outcome(State.ROLLED_BACK, reason, false);
    }

    static Outcome interrupted(String reason, boolean stands) {
        return new Outcome(State.INTERRUPTED, reason, stands);
    }

    /** In words, as {@code failed: container web-1 exited (1)}. */
    public String text() {
        return reason.isEmpty() ? state.word() : state.word() + ": " + reason;
    }
}
