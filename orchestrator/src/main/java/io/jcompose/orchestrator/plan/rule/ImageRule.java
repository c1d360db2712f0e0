package io.jcompose.orchestrator.plan.rule;

import io.jcompose.orchestrator.plan.Action;
import io.jcompose.orchestrator.plan.Because;
import io.jcompose.orchestrator.plan.Draft;
import io.jcompose.orchestrator.plan.ProjectView;
import io.jcompose.orchestrator.plan.Rule;
import io.jcompose.orchestrator.plan.WantedService;

/** The image of each service is chosen before anything of the project is changed. */
final class ImageRule implements Rule {
    @Override
    public void apply(ProjectView view, Draft draft) {
        if (view.wanted().down() != null) {
            return;
        }
        for (WantedService service : view.wanted().services().values()) {
            if (service.image() == null && service.replicas() > 0) {
                draft.add(new Action.ChooseImage(
                        view.name(),
                        service,
                        new Because.Missing("choice of " + service.spec().image())));
            }
        }
    }
}
