package io.jcompose.orchestrator.reconcile;

import io.jcompose.orchestrator.plan.Action;
import io.jcompose.orchestrator.plan.Planner;
import io.jcompose.orchestrator.plan.WantedProject;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What each command would do, without doing it: the planner on imagined effects. */
public final class DryRun {
    private final Control control;
    private final Planner planner;

    DryRun(Control control, Planner planner) {
        this.control = control;
        this.planner = planner;
    }

    public List<Action> up(UpRequest request) throws Refused {
        return actions(control.imagined(request));
    }

    public List<Action> run(RunRequest request) {
        WantedProject before = control.wanted(request.up().model().name());
        WantedProject after = OneOffWishes.run(before, request, now());
        return actions(OneOffWishes.begin(after, request.name()));
    }

    /** Nothing for a project that nobody wants. */
    public List<Action> down(
            String project, List<String> services, boolean volumes, boolean removeOrphans, @Nullable Long seconds)
            throws Refused {
        if (control.wanted(project) == null) {
            return List.of();
        }
        return of(
                project,
                services,
                known -> services.isEmpty()
                        ? Wishes.down(known, volumes, removeOrphans, seconds)
                        : Wishes.remove(known, services, seconds));
    }

    public List<Action> stop(String project, List<String> services, @Nullable Long seconds) throws Refused {
        return of(project, services, known -> Wishes.stop(known, services, seconds));
    }

    public List<Action> start(String project, List<String> services) throws Refused {
        return of(project, services, known -> Wishes.start(known, services, now()));
    }

    public List<Action> restart(String project, List<String> services, @Nullable Long seconds, boolean alone)
            throws Refused {
        return of(project, services, known -> Wishes.restart(known, services, seconds, alone, now()));
    }

    public List<Action> kill(String project, List<String> services, int signal) throws Refused {
        return of(project, services, known -> Wishes.kill(known, services, signal, now()));
    }

    /** Of {@code rm}. */
    public List<Action> remove(String project, List<String> services) throws Refused {
        return of(project, services, known -> Wishes.withoutContainers(known, services));
    }

    private long now() {
        return control.clock().millis();
    }

    private List<Action> of(String project, List<String> services, UnaryOperator<WantedProject> change) throws Refused {
        return actions(change.apply(control.known(project, services)));
    }

    private List<Action> actions(WantedProject after) {
        return new Preview(planner, control.wanted(), control.observed(), now()).actions(after);
    }
}
