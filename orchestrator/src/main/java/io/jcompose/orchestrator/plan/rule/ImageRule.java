package io.jcompose.orchestrator.plan.rule;

import io.jcompose.orchestrator.plan.Action;
import io.jcompose.orchestrator.plan.Because;
import io.jcompose.orchestrator.plan.Draft;
import io.jcompose.orchestrator.plan.ProjectView;
import io.jcompose.orchestrator.plan.Rule;
import io.jcompose.orchestrator.plan.WantedService;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The image of each service is chosen before anything of the project is changed. */
final class ImageRule implements Rule {
    @Override
    public void apply(ProjectView view, Draft draft) {
        if (view.wanted().down() != null) {
            return;
        }
        SortedMap<String, List<String>> wanted = new TreeMap<>();
        for (WantedService service : view.wanted().services().values()) {
            if (service.image() == null && service.replicas() > 0) {
                wanted.computeIfAbsent(service.spec().image(), key -> new ArrayList<>())
                        .add(service.spec().name());
            }
        }
        wanted.forEach((reference, services) -> draft.add(new Action.ChooseImage(
                view.name(), reference, services, new Because.Missing("choice of " + reference))));
    }
}
