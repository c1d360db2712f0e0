package io.jcompose.orchestrator.plan.rule;

import io.jcompose.orchestrator.plan.Action;
import io.jcompose.orchestrator.plan.Because;
import io.jcompose.orchestrator.plan.Draft;
import io.jcompose.orchestrator.plan.Hook;
import io.jcompose.orchestrator.plan.Memo;
import io.jcompose.orchestrator.plan.ObservedContainer;
import io.jcompose.orchestrator.plan.Obstacle;
import io.jcompose.orchestrator.plan.ProjectView;
import io.jcompose.orchestrator.plan.Signals;
import io.jcompose.orchestrator.plan.WantedService;
import java.util.List;
import java.util.function.Predicate;

/** How a container is brought to its end: dependents first, the stop signal, the grace period, SIGKILL. */
final class Ending {
    /** Grace of a container whose service nobody knows any more. */
    private static final long DEFAULT_GRACE_MILLIS = 10_000;

    private Ending() {}

    /**
     * Plans the next step towards a container that does not run.
     *
     * @param ending which services end as well: those of them that depend on this one end first
     * @return whether it does not run any more
     */
    static boolean stop(
            ProjectView view,
            Draft draft,
            ObservedContainer container,
            Predicate<WantedService> ending,
            Because because) {
        if (!container.running()) {
            return true;
        }
        String project = view.name();
        for (WantedService dependent : view.dependents(container.slot().service())) {
            if (ending.test(dependent) && runs(view, dependent)) {
                draft.pending(
                        project,
                        Obstacle.of(
                                container,
                                container.name() + " waits for "
                                        + dependent.spec().name() + " to stop first"));
                return false;
            }
        }
        long deadline = container.memo().stopDeadline();
        if (deadline == 0) {
            long due = due(view, draft, container);
            if (!preStop(view, draft, container, due, because)) {
                draft.add(new Action.StopContainer(container, signal(view, container), due, because));
            }
        } else if (draft.now() >= deadline) {
            draft.add(new Action.KillContainer(container, new Because.GraceOver()));
        } else {
            draft.lookAgain(deadline);
            draft.pending(project, Obstacle.of(container, container.name() + " is stopping"));
        }
        return false;
    }

    /** The grace period begins with the hooks before the stop signal. */
    private static long due(ProjectView view, Draft draft, ObservedContainer container) {
        long begun = container.memo().run().stopDue();
        return begun != 0 ? begun : draft.now() + grace(view, container);
    }

    /** Plans hooks that run before the stop signal; whether there are any left, and time for them. */
    private static boolean preStop(
            ProjectView view, Draft draft, ObservedContainer container, long due, Because because) {
        WantedService service = view.service(container);
        Memo memo = container.memo();
        if (service == null || memo.run().preStopped() || draft.now() >= due) {
            return false;
        }
        List<Hook> hooks = Hook.of(service.spec(), Hook.Kind.PRE_STOP);
        if (hooks.isEmpty()) {
            return false;
        }
        Memo then = memo.with(memo.run().stopping(due).afterPreStop());
        draft.add(new Action.RunHooks(container, service, Hook.Kind.PRE_STOP, hooks, due, then, because));
        return true;
    }

    /** Plans the next step towards a container that is gone. */
    static void remove(
            ProjectView view,
            Draft draft,
            ObservedContainer container,
            Predicate<WantedService> ending,
            Because because) {
        if (stop(view, draft, container, ending, because)) {
            draft.add(new Action.RemoveContainer(container, because));
        }
    }

    private static boolean runs(ProjectView view, WantedService service) {
        return view.containersOf(service.spec().name()).stream().anyMatch(ObservedContainer::running);
    }

    private static int signal(ProjectView view, ObservedContainer container) {
        WantedService service = view.service(container);
        String name = service == null ? null : service.spec().stopSignal();
        return name == null ? 0 : Signals.number(name).orElse(Signals.TERM);
    }

    private static long grace(ProjectView view, ObservedContainer container) {
        WantedService service = view.service(container);
        return service == null ? DEFAULT_GRACE_MILLIS : service.graceMillis();
    }
}
