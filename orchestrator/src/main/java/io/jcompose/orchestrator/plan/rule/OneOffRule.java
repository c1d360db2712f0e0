package io.jcompose.orchestrator.plan.rule;

import io.jcompose.orchestrator.plan.Action;
import io.jcompose.orchestrator.plan.AnonymousVolume;
import io.jcompose.orchestrator.plan.Because;
import io.jcompose.orchestrator.plan.Draft;
import io.jcompose.orchestrator.plan.Life;
import io.jcompose.orchestrator.plan.ObservedContainer;
import io.jcompose.orchestrator.plan.OneOff;
import io.jcompose.orchestrator.plan.ProjectView;
import io.jcompose.orchestrator.plan.Rule;
import io.jcompose.orchestrator.plan.WantedService;

/** One-off containers that have ended are not wanted any more when they were to be removed; then they are forgotten. */
final class OneOffRule implements Rule {
    @Override
    public void apply(ProjectView view, Draft draft) {
        if (view.wanted().down() != null) {
            return;
        }
        for (WantedService service : view.unrested()) {
            OneOff oneOff = service.oneOff();
            if (oneOff != null) {
                look(view, draft, service, oneOff);
            }
        }
    }

    private static void look(ProjectView view, Draft draft, WantedService service, OneOff oneOff) {
        String name = service.spec().name();
        var containers = view.containersOf(name);
        boolean gone = service.replicas() == 0 && containers.isEmpty();
        boolean over = service.replicas() > 0
                && oneOff.remove()
                && !oneOff.attended()
                && containers.stream().anyMatch(OneOffRule::ended);
        if (gone && oneOff.remove() && removeVolumes(view, draft, name)) {
            return;
        }
        if (gone || over) {
            draft.add(new Action.EndOneOff(view.name(), name, gone, new Because.Over()));
        }
    }

    /** Nobody will want what was in its anonymous volumes; whether there are any. */
    private static boolean removeVolumes(ProjectView view, Draft draft, String name) {
        boolean any = false;
        for (String volume : view.observed().volumes().keySet()) {
            if (AnonymousVolume.of(view.name(), volume)
                    .filter(one -> one.slot().service().equals(name))
                    .isPresent()) {
                draft.add(new Action.RemoveVolume(view.name(), volume, new Because.Over()));
                any = true;
            }
        }
        return any;
    }

    private static boolean ended(ObservedContainer container) {
        return container.life() instanceof Life.Exited || container.life() instanceof Life.FailedToStart;
    }
}
