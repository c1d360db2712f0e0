package io.jcompose.orchestrator.api;

import io.jcompose.orchestrator.audit.Audit;
import io.jcompose.orchestrator.audit.Deed;
import io.jcompose.orchestrator.reconcile.Refused;
import java.io.IOException;

/** A command with its entries in the audit log: one before, one that says what came of it. */
final class Audited {
    private Audited() {}

    /** What is done. */
    @FunctionalInterface
    interface Work {
        void run() throws Refused, IOException, InterruptedException;
    }

    static void run(Api api, Call call, Deed deed, Work work) throws Refused, IOException, InterruptedException {
        Audit audit = api.deployments().audit();
        audit.append(call.who(), deed);
        try {
            work.run();
        } catch (Refused e) {
            audit.append(call.who(), deed.with("failed: " + e.getMessage()));
            throw e;
        } catch (InterruptedException e) {
            audit.append(call.who(), deed.with("nobody waited for the end"));
            throw e;
        }
        audit.append(call.who(), deed.with(Deed.DONE));
    }
}
