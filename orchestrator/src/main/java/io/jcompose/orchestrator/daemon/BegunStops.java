package io.jcompose.orchestrator.daemon;

import io.jcompose.orchestrator.observe.BootClock;
import io.jcompose.orchestrator.observe.Labels;
import io.jcompose.orchestrator.observe.Ledger;
import io.jcompose.orchestrator.plan.Memo;
import io.jcompose.orchestrator.plan.WantedProject;
import io.jcompose.orchestrator.plan.WantedService;
import io.jcompose.orchestrator.reconcile.ProjectStore;
import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.ContainerState;
import io.jcompose.runtime.ContainerStatus;
import io.jcompose.runtime.Containers;
import java.io.IOException;

/**
 * Stops that a killed daemon had begun. It may have died after it noted one and before it sent the signal: then SIGKILL
 * would come without a warning. So the signal is sent (again), and the grace period begins anew; or the hooks before the
 * signal begin anew, and the grace period with them.
 */
final class BegunStops {
    /** Grace of a container whose service nobody knows any more. */
    private static final long DEFAULT_GRACE_MILLIS = 10_000;

    private BegunStops() {}

    static void resume(Containers containers, Ledger ledger, ProjectStore store, BootClock boot)
            throws IOException, ContainerException {
        for (ContainerState state : containers.list().values()) {
            String id = state.spec().id();
            Memo memo = ledger.get(id).memo();
            Labels labels = Labels.of(state.spec().labels()).orElse(null);
            boolean runs = state.status() instanceof ContainerStatus.Running;
            if (labels != null && runs && memo.stopDeadline() == 0 && memo.run().stopDue() != 0) {
                ledger.put(id, memo.with(memo.run().stopping(boot.millis() + grace(store, labels))));
            } else if (labels != null && memo.stopDeadline() != 0 && runs) {
                ledger.put(id, memo.stopping(boot.millis() + grace(store, labels)));
                containers.signal(id, labels.stopSignal());
            }
        }
    }

    private static long grace(ProjectStore store, Labels labels) {
        WantedProject project = store.project(labels.slot().project());
        WantedService service =
                project == null ? null : project.services().get(labels.slot().service());
        return service == null ? DEFAULT_GRACE_MILLIS : service.graceMillis();
    }
}
