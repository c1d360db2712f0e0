package io.jcompose.orchestrator.plan.rule;

import io.jcompose.orchestrator.plan.Action;
import io.jcompose.orchestrator.plan.AnonymousVolume;
import io.jcompose.orchestrator.plan.Because;
import io.jcompose.orchestrator.plan.Draft;
import io.jcompose.orchestrator.plan.ProjectView;
import io.jcompose.orchestrator.plan.Resource;
import io.jcompose.orchestrator.plan.Rule;
import io.jcompose.orchestrator.plan.WantedService;
import org.jspecify.annotations.Nullable;

/** Anonymous volumes of an earlier generation go, once no container of their place can have them mounted. */
final class AnonymousVolumeRule implements Rule {
    private static final Because BECAUSE = new Because.Asked("new anonymous volumes");

    @Override
    public void apply(ProjectView view, Draft draft) {
        boolean asked = view.wanted().services().values().stream()
                .anyMatch(service -> service.tokens().volumes() != 0);
        if (view.wanted().down() != null || !asked || making(view)) {
            return;
        }
        for (String name : view.observed().volumes().keySet()) {
            AnonymousVolume.of(view.name(), name)
                    .filter(volume -> isOver(view, volume))
                    .ifPresent(volume -> draft.add(new Action.RemoveVolume(view.name(), name, BECAUSE)));
        }
    }

    /** A container that is being made is not seen yet. */
    private static boolean making(ProjectView view) {
        return view.observed().inFlight().stream()
                .anyMatch(resource -> resource.project().equals(view.name()) && resource.kind() == Resource.Kind.SLOT);
    }

    private static boolean isOver(ProjectView view, AnonymousVolume volume) {
        @Nullable
        WantedService service = view.wanted().services().get(volume.slot().service());
        return service != null
                && service.tokens().volumes() != 0
                && service.tokens().volumes() != volume.generation()
                && view.containersOf(volume.slot().service()).stream()
                        .noneMatch(container -> container.slot().equals(volume.slot())
                                && container.recreate() != service.tokens().recreate());
    }
}
