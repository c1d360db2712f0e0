package io.jcompose.orchestrator.daemon;

import io.jcompose.orchestrator.observe.Labels;
import io.jcompose.orchestrator.observe.Ledger;
import io.jcompose.orchestrator.plan.Memo;
import io.jcompose.orchestrator.plan.WantedProject;
import io.jcompose.orchestrator.plan.WantedService;
import io.jcompose.orchestrator.reconcile.ProjectStore;
import io.jcompose.runtime.ContainerState;
import io.jcompose.runtime.ContainerStatus;
import java.io.IOException;
import java.util.Map;

/**
 * Gives a memory to containers that were found without one. One that runs was started by a daemon that was killed before
 * it could note so; any other was there before a reboot, and follows no command that was given before. What is remembered
 * of containers that are gone is forgotten.
 */
final class Adopted {
    private Adopted() {}

    static void remember(Map<String, ContainerState> containers, Ledger ledger, ProjectStore store) throws IOException {
        ledger.retain(containers.keySet());
        for (ContainerState state : containers.values()) {
            String id = state.spec().id();
            Labels labels = Labels.of(state.spec().labels()).orElse(null);
            if (labels == null || ledger.get(id).memo().known() || state.status() instanceof ContainerStatus.Created) {
                continue;
            }
            boolean runs = state.status() instanceof ContainerStatus.Running;
            WantedProject project = store.project(labels.slot().project());
            WantedService service = project == null
                    ? null
                    : project.services().get(labels.slot().service());
            WantedService.Tokens tokens = service == null ? WantedService.Tokens.NONE : service.tokens();
            ledger.put(id, new Memo(runs, 0, 0, tokens.start(), tokens.restart(), tokens.kill(), 0));
        }
    }
}
