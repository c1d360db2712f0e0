package io.jcompose.orchestrator.plan;

/** Whether a container is to be sent new work. */
public final class Readiness {
    private Readiness() {}

    /** It runs, is healthy where it has a probe, and nothing leads it towards its end. */
    public static boolean ready(ObservedContainer container, WantedService madeFrom) {
        Memo memo = container.memo();
        return container.running()
                && !memo.stopBegun()
                && memo.care().drainDeadline() == 0
                && (madeFrom.probe() == null || container.health() == Health.HEALTHY);
    }
}
