package io.jcompose.orchestrator.reconcile;

import io.jcompose.orchestrator.plan.Update;
import io.jcompose.orchestrator.plan.WantedProject;
import io.jcompose.orchestrator.plan.WantedService;
import io.jcompose.spec.decode.Replacing;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the updates of a project ended that were begun.
 *
 * @param project as it is wanted now, or null
 * @param since when they were begun, CLOCK_BOOTTIME milliseconds
 */
record Outcome(@Nullable WantedProject project, long since) {

    /** What went wrong, a sentence each, with what was done about it. */
    List<Refused.Reason> failures() {
        List<Refused.Reason> failures = new ArrayList<>();
        if (project != null) {
            project.services().forEach((name, service) -> {
                Update update = service.update();
                if (update != null && update.begun() >= since && update.state() != Update.State.ROLLING) {
                    String text = "update of " + name + " failed: " + update.reason() + "; " + consequence(update);
                    failures.add(new Refused.Reason(text, "services." + name));
                }
            });
        }
        return failures;
    }

    private static String consequence(Update update) {
        return switch (update.state()) {
            case ROLLING -> "";
            case PAUSED -> "it is paused, and what was not replaced yet runs on: repair it and run up again";
            case ROLLING_BACK -> "it is being rolled back";
            case ROLLED_BACK -> "it was rolled back";
            case STUCK -> "nothing more is replaced: repair it and run up again";
        };
    }

    /** Whether the file says what follows when new containers of the service fail. */
    boolean isDeclared(String name) {
        WantedService service = project == null ? null : project.services().get(name);
        return service != null && Replacing.update(service.spec()).said();
    }
}
