package io.jcompose.orchestrator.execute;

import io.jcompose.orchestrator.plan.Action;
import java.util.Optional;

/** What progress would say of an action that is only imagined. */
public final class Imagined {
    private static final String MARK = "DRY-RUN MODE - ";

    private Imagined() {}

    /** Empty for actions that nobody needs to see. */
    public static Optional<Progress> of(Action action) {
        String why = action.because().obvious() ? null : action.because().text();
        return Wording.of(action)
                .map(words ->
                        new Progress(action.project(), MARK + words.id(), words.done(), Progress.Phase.DONE, why));
    }
}
