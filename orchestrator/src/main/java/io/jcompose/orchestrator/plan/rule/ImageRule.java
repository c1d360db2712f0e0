package io.jcompose.orchestrator.plan.rule;

import io.jcompose.orchestrator.plan.Action;
import io.jcompose.orchestrator.plan.Because;
import io.jcompose.orchestrator.plan.Draft;
import io.jcompose.orchestrator.plan.ProjectView;
import io.jcompose.orchestrator.plan.Rule;
import io.jcompose.orchestrator.plan.WantedService;
import io.jcompose.spec.PullPolicy;
import io.jcompose.spec.Service;
import io.jcompose.spec.decode.PullPolicies;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The image of each service is chosen before anything of the project is changed. */
final class ImageRule implements Rule {
    @Override
    public void apply(ProjectView view, Draft draft) {
        if (view.wanted().down() != null) {
            return;
        }
        SortedMap<String, List<WantedService>> wanted = new TreeMap<>();
        for (WantedService service : view.unrested()) {
            if (service.image() == null && service.replicas() > 0) {
                wanted.computeIfAbsent(service.spec().image(), key -> new ArrayList<>())
                        .add(service);
            }
        }
        wanted.forEach((reference, services) -> draft.add(choice(view.name(), reference, services)));
    }

    private static Action choice(String project, String reference, List<WantedService> services) {
        List<Service> specs = services.stream().map(WantedService::spec).toList();
        PullPolicy strictest = specs.stream()
                .map(PullPolicies::of)
                .max(Comparator.naturalOrder())
                .orElse(PullPolicy.MISSING);
        Optional<String> platform = specs.stream()
                .flatMap(service -> service.further().text("platform").stream())
                .findFirst();
        return new Action.ChooseImage(
                project,
                reference,
                specs.stream().map(Service::name).toList(),
                strictest,
                platform.orElse(null),
                new Because.Missing("choice of " + reference));
    }
}
