package io.jcompose.orchestrator.plan.rule;

import io.jcompose.orchestrator.plan.Action;
import io.jcompose.orchestrator.plan.Because;
import io.jcompose.orchestrator.plan.Draft;
import io.jcompose.orchestrator.plan.ObservedContainer;
import io.jcompose.orchestrator.plan.Obstacle;
import io.jcompose.orchestrator.plan.ProjectView;
import io.jcompose.orchestrator.plan.Rolling;
import io.jcompose.orchestrator.plan.Rule;
import io.jcompose.orchestrator.plan.WantedService;

/**
 * Containers that are no longer what their place wants end, in turn; {@link CreateRule} fills the place, before that or
 * after. What is led to them goes elsewhere first, when somebody else serves.
 */
final class ReplaceRule implements Rule {
    @Override
    public void apply(ProjectView view, Draft draft) {
        if (view.wanted().down() != null || !view.validated()) {
            return;
        }
        for (WantedService service : view.unrested()) {
            for (ObservedContainer container : view.containersOf(service.spec().name())) {
                Because because = view.obsolete(container, service);
                if (because != null && ends(view, container, service)) {
                    end(view, draft, container, service, because);
                }
            }
        }
        view.unrested().forEach(service -> await(view, draft, service));
    }

    private static boolean ends(ProjectView view, ObservedContainer container, WantedService service) {
        return container.slot().number() > service.replicas()
                || view.rolling(service).ends(container);
    }

    private static void end(
            ProjectView view, Draft draft, ObservedContainer container, WantedService service, Because because) {
        boolean drained = !service.running()
                || view.isHealed(container, service)
                || Draining.isOver(view, draft, container, service, because);
        if (drained) {
            remove(view, draft, container, service, because);
        }
    }

    /** A container that is replaced for being unhealthy is remembered until its successor knows how often that was. */
    private static void remove(
            ProjectView view, Draft draft, ObservedContainer container, WantedService service, Because because) {
        if (Ending.stop(view, draft, container, other -> StopRule.restarts(view, other), because)
                && (!view.isHealed(container, service) || view.rolling(service).ends(container))) {
            draft.add(new Action.RemoveContainer(container, because));
        }
    }

    private static void await(ProjectView view, Draft draft, WantedService service) {
        Rolling rolling = view.rolling(service);
        rolling.lookAgainAt().ifPresent(draft::lookAgain);
        String held = rolling.held();
        if (!rolling.awaited().isEmpty()) {
            draft.pending(view.name(), Obstacle.of(service, rolling.awaited()));
        }
        if (held != null) {
            WantedService first = view.wanted().services().get(held);
            String doubt = first == null ? "" : view.rolling(first).stall();
            if (!doubt.isEmpty()) {
                draft.hopeless(
                        view.name(), Obstacle.of(service, doubt + ", and others wait until " + held + " is updated"));
            }
        }
    }
}
