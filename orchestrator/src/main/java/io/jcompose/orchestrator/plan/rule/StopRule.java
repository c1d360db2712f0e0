package io.jcompose.orchestrator.plan.rule;

import io.jcompose.orchestrator.plan.Because;
import io.jcompose.orchestrator.plan.Draft;
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
            boolean begun = placed.container().memo().stopBegun();
            if (!service.running()) {
                Ending.stop(view, draft, placed.container(), other -> !other.running(), new Because.Asked("stop"));
            } else if (placed.container().memo().care().healing()) {
                Ending.stop(view, draft, placed.container(), other -> false, new Because.Unhealthy());
            } else if (begun
                    || placed.container().memo().restart() < service.tokens().restart()) {
                Ending.stop(
                        view, draft, placed.container(), other -> restarts(view, other), new Because.Asked("restart"));
            }
        });
    }

    /** Whether containers of the service are to be stopped because it is restarted. */
    static boolean restarts(ProjectView view, WantedService service) {
        return service.running()
                && view.placedOf(service.spec().name()).stream()
                        .anyMatch(placed -> placed.container().running()
                                && placed.container().memo().restart()
                                        < service.tokens().restart());
    }
}
