package io.jcompose.orchestrator.plan.rule;

import io.jcompose.orchestrator.plan.Because;
import io.jcompose.orchestrator.plan.Draft;
import io.jcompose.orchestrator.plan.ObservedContainer;
import io.jcompose.orchestrator.plan.Obstacle;
import io.jcompose.orchestrator.plan.ProjectView;
import io.jcompose.orchestrator.plan.Rule;
import io.jcompose.orchestrator.plan.WantedService;

/**
 * Containers of services that a person stopped, or is restarting, are stopped; dependents first. A stop that was begun is
 * brought to its end even when the service is wanted running again meanwhile.
 */
final class StopRule implements Rule {
    @Override
    public void apply(ProjectView view, Draft draft) {
        if (view.wanted().down() != null) {
            return;
        }
        view.placed().forEach(placed -> {
            WantedService service = placed.service();
            if (!service.running()) {
                Ending.stop(view, draft, placed.container(), other -> !other.running(), new Because.Asked("stop"));
            } else if (placed.container().memo().care().healing()) {
                Ending.stop(view, draft, placed.container(), other -> false, new Because.Unhealthy());
            } else if (placed.container().memo().stopBegun() || isOutdated(placed.container(), service)) {
                restart(view, draft, placed.container(), service);
            }
        });
    }

    private static void restart(ProjectView view, Draft draft, ObservedContainer container, WantedService service) {
        String updated = Dependencies.updatedFirst(view, service);
        if (container.memo().stopBegun() || updated == null) {
            Ending.stop(view, draft, container, other -> restarts(view, other), new Because.Asked("restart"));
        } else if (container.running()) {
            String text = container.name() + " is restarted when " + updated + " is updated";
            draft.pending(view.name(), Obstacle.of(container, text));
        }
    }

    /** Whether containers of the service are to be stopped because it is restarted. */
    static boolean restarts(ProjectView view, WantedService service) {
        return service.running()
                && view.placedOf(service.spec().name()).stream()
                        .map(ProjectView.Placed::container)
                        .anyMatch(container -> container.running() && isOutdated(container, service))
                && Dependencies.updatedFirst(view, service) == null;
    }

    /** Whether the container is to be restarted now. */
    static boolean restarts(ProjectView view, ObservedContainer container, WantedService service) {
        return isOutdated(container, service) && Dependencies.updatedFirst(view, service) == null;
    }

    private static boolean isOutdated(ObservedContainer container, WantedService service) {
        return container.memo().restart() < service.tokens().restart();
    }
}
