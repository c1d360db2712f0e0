package io.jcompose.orchestrator.plan.rule;

import io.jcompose.orchestrator.plan.Because;
import io.jcompose.orchestrator.plan.Draft;
import io.jcompose.orchestrator.plan.ObservedContainer;
import io.jcompose.orchestrator.plan.ProjectView;
import io.jcompose.orchestrator.plan.Rule;
import io.jcompose.orchestrator.plan.WantedService;

/** Containers that are no longer what their place wants are removed; {@link CreateRule} then fills the place. */
final class ReplaceRule implements Rule {
    @Override
    public void apply(ProjectView view, Draft draft) {
        if (view.wanted().down() != null || !view.validated()) {
            return;
        }
        for (ObservedContainer container : view.containers()) {
            WantedService service = view.service(container);
            Because because = service == null ? null : view.obsolete(container, service);
            if (because != null) {
                Ending.remove(view, draft, container, other -> false, because);
            }
        }
    }
}
