package io.jcompose.orchestrator.daemon;

import io.jcompose.orchestrator.execute.Progress;
import io.jcompose.orchestrator.observe.Labels;
import io.jcompose.orchestrator.observe.Ledger;
import io.jcompose.runtime.ContainerState;
import io.jcompose.runtime.ContainerStatus;
import io.jcompose.runtime.Containers;
import java.util.function.Consumer;

/** Tells those who wait that a container which was being stopped has ended. */
final class StopNews implements Consumer<String> {
    private final Containers containers;
    private final Ledger ledger;
    private final Consumer<Progress> events;

    StopNews(Containers containers, Ledger ledger, Consumer<Progress> events) {
        this.containers = containers;
        this.ledger = ledger;
        this.events = events;
    }

    @Override
    public void accept(String id) {
        ContainerState state = containers.state(id);
        boolean asked = ledger.get(id).memo().stopDeadline() != 0;
        if (state != null && asked && state.status() instanceof ContainerStatus.Exited) {
            Labels.of(state.spec().labels())
                    .ifPresent(labels -> events.accept(new Progress(
                                    labels.slot().project(),
                                    "Container " + labels.name(),
                                    "Stopped",
                                    Progress.Phase.DONE,
                                    null)
                            .about(id)));
        }
    }
}
