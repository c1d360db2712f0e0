package io.jcompose.orchestrator.plan.rule;

import io.jcompose.orchestrator.plan.Because;
import io.jcompose.orchestrator.plan.Draft;
import io.jcompose.orchestrator.plan.ObservedContainer;
import io.jcompose.orchestrator.plan.ProjectView;
import io.jcompose.orchestrator.plan.Rule;

/** Containers of services that are in no file any more go when a person said so. */
final class OrphanRule implements Rule {
    @Override
    public void apply(ProjectView view, Draft draft) {
        if (view.wanted().down() != null || !view.wanted().removeOrphans()) {
            return;
        }
        for (ObservedContainer container : view.orphans()) {
            if (!view.wanted().disabled().contains(container.slot().service())) {
                Ending.remove(view, draft, container, other -> false, new Because.Orphan());
            }
        }
    }
}
