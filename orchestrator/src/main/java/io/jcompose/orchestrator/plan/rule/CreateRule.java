package io.jcompose.orchestrator.plan.rule;

import io.jcompose.orchestrator.plan.Action;
import io.jcompose.orchestrator.plan.Because;
import io.jcompose.orchestrator.plan.Care;
import io.jcompose.orchestrator.plan.Draft;
import io.jcompose.orchestrator.plan.Memo;
import io.jcompose.orchestrator.plan.ObservedContainer;
import io.jcompose.orchestrator.plan.Obstacle;
import io.jcompose.orchestrator.plan.ProjectView;
import io.jcompose.orchestrator.plan.Rolling;
import io.jcompose.orchestrator.plan.Rule;
import io.jcompose.orchestrator.plan.Slot;
import io.jcompose.orchestrator.plan.WantedService;
import io.jcompose.spec.Mount;
import io.jcompose.spec.Volume;
import java.util.List;
import java.util.Objects;

/** Empty places get a container, once the networks and volumes that it needs are there. */
final class CreateRule implements Rule {
    @Override
    public void apply(ProjectView view, Draft draft) {
        if (view.wanted().down() != null || !view.validated()) {
            return;
        }
        for (WantedService service : view.unrested()) {
            String name = service.spec().name();
            Rolling rolling = view.rolling(service);
            for (int number = 1; number <= service.replicas(); number++) {
                if (rolling.opens(number)) {
                    create(view, draft, service, new Slot(view.name(), name, number));
                }
            }
        }
    }

    private static void create(ProjectView view, Draft draft, WantedService service, Slot slot) {
        String fixed = service.spec().containerName();
        String name = fixed == null ? slot.name() : fixed;
        if (view.networksWhole(service) && volumesThere(view, service)) {
            draft.add(creation(view, service, slot, name));
        } else {
            draft.pending(view.name(), Obstacle.of(service, name + " waits for its networks and volumes"));
        }
    }

    private static Action creation(ProjectView view, WantedService service, Slot slot, String name) {
        List<ObservedContainer> before = view.containersOf(slot.service()).stream()
                .filter(container -> container.slot().equals(slot))
                .toList();
        Because because = before.stream()
                .map(container -> view.obsolete(container, service))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(new Because.Missing("container " + name));
        Care care = before.stream()
                .filter(container -> view.isHealed(container, service))
                .map(container -> container.memo().care().again())
                .findFirst()
                .orElse(Care.NONE);
        return new Action.CreateContainer(slot, name, service, Memo.NEW.with(care), because);
    }

    private static boolean volumesThere(ProjectView view, WantedService service) {
        for (Mount mount : service.spec().mounts()) {
            if (mount instanceof Mount.NamedVolume named && named.volume() != null) {
                Volume volume = view.wanted().volumes().get(named.volume());
                if (volume != null && !view.stock().hasVolume(volume.name())) {
                    return false;
                }
            }
        }
        return true;
    }
}
