package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.cli.screen.Ages;
import io.jcompose.orchestrator.client.DaemonClient;
import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.Mismatch;
import io.jcompose.orchestrator.client.UpRequest;
import io.jcompose.spec.Loaded;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Asks whether volumes that were made with something else than the file says now may be made anew without their data. */
final class Discards {
    private Discards() {}

    /** The same request with what the user agreed to: all by {@code -y}, nothing where nobody can be asked. */
    static UpRequest asked(Session session, DaemonClient client, Loaded loaded, UpRequest request, boolean yes)
            throws DaemonException, IOException {
        boolean asks = session.console().terminal().in() && !session.dryRun();
        boolean declared = loaded.project().volumes().values().stream().anyMatch(volume -> !volume.external());
        if (!declared || !(yes || asks)) {
            return request;
        }
        List<String> agreed = new ArrayList<>();
        for (Mismatch one : client.mismatches(loaded.project().name(), request)) {
            if (yes || (!one.guarded() && Asked.yes(session.console(), question(one)))) {
                agreed.add(one.loss().name());
            }
        }
        return request.discarding(agreed);
    }

    private static String question(Mismatch one) {
        return "Volume \"" + one.loss().name() + "\" exists but doesn't match configuration in compose file ("
                + one.differences() + "). Recreate (data will be lost: "
                + (one.loss().more() ? "more than " : "") + Ages.size(one.loss().bytes()) + ")?";
    }
}
