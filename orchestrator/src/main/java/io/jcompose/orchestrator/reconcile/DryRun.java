package io.jcompose.orchestrator.reconcile;

import io.jcompose.orchestrator.asked.DownAsked;
import io.jcompose.orchestrator.asked.Operation;
import io.jcompose.orchestrator.plan.Action;
import io.jcompose.orchestrator.plan.WantedProject;
import java.util.List;

/** What each command would do, without doing it: the planner on imagined effects. */
public final class DryRun {
    private final Control control;
    private final Wishing wishing;
    private final Foresight foresight;

    DryRun(Control control, Wishing wishing, Foresight foresight) {
        this.control = control;
        this.wishing = wishing;
        this.foresight = foresight;
    }

    public List<Action> up(UpRequest request) throws Refused {
        return actions(control.imagined(request));
    }

    public List<Action> run(RunRequest request) {
        WantedProject before = control.wanted(request.up().model().name());
        WantedProject after = OneOffWishes.run(before, request, wishing.now());
        return actions(OneOffWishes.begin(after, request.name()));
    }

    /** Nothing for a project that nobody wants. */
    public List<Action> down(String project, DownAsked asked) throws Refused {
        return control.wanted(project) == null
                ? List.of()
                : actions(OperationWishes.down(wishing.known(project, asked.services()), asked));
    }

    public List<Action> operate(String project, Operation operation) throws Refused {
        WantedProject known = wishing.known(project, operation.services());
        return actions(OperationWishes.after(known, operation, wishing.now()));
    }

    private List<Action> actions(WantedProject after) {
        return foresight.preview().actions(after);
    }
}
