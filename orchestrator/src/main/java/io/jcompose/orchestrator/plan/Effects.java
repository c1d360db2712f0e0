package io.jcompose.orchestrator.plan;

/** Where actions become real; the only way from a plan to the world. */
public interface Effects {
    /** Does the action; done twice it changes nothing. Returns when the observed state shows it. */
    void perform(Action action) throws ActionFailed;

    /** An action that could not be done, with a sentence for the user. */
    final class ActionFailed extends Exception {
        public ActionFailed(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
