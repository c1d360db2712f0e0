package io.jcompose.orchestrator.release;

/**
 * What a promotion came to.
 *
 * @param release number of the release that runs there because of it; 0 when none does
 * @param reason why it failed; empty when it did not
 */
public record PromotionEnd(State state, int release, String reason) {
    /** Where it came to. */
    public enum State {
        DONE("done"),
        WAITING("waiting"),
        FAILED("failed"),
        ROLLED_BACK("rolled back");

        private final String word;

        State(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    String text() {
        return reason.isEmpty() ? state.word() : state.word() + ": " + reason;
    }
}
