package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.client.PlannedAction;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A plan of which no file is at hand, before a question. */
final class ShownPlan {
    private ShownPlan() {}

    static void print(Session session, List<PlannedAction> actions) {
        var out = session.console().out();
        Set<String> told = new HashSet<>();
        for (PlannedAction action : actions) {
            out.println("  " + action.text() + " (" + action.because() + ")");
            if (!action.changes().isEmpty() && told.add(action.path())) {
                for (PlannedAction.Change change : action.changes()) {
                    out.println(
                            "      " + change.path() + ": " + shown(change.before()) + " -> " + shown(change.after()));
                }
            }
        }
        out.flush();
    }

    private static String shown(String value) {
        return value.isEmpty() ? "nothing" : value;
    }
}
