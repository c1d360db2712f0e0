package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.client.BuildOrder;
import io.jcompose.orchestrator.client.DaemonException;
import java.util.Collection;

/** {@code build --check}. */
final class BuildCheck {
    private BuildCheck() {}

    /** Says what is found in the Dockerfiles of these builds; the exit code is 1 when that is anything. */
    static int of(Session session, Collection<BuildOrder> orders) throws DaemonException, UsageException {
        int count = 0;
        for (BuildOrder order : orders) {
            for (String found : session.client().builds().check(order)) {
                session.console().out().println("warning: " + found);
                count++;
            }
        }
        session.console()
                .out()
                .println("Check complete, " + (count == 0 ? "no" : count) + (count == 1 ? " warning" : " warnings")
                        + " found.");
        return count == 0 ? 0 : 1;
    }
}
