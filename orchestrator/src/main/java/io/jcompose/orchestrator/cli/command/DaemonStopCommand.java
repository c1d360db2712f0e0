package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.client.DaemonClient;
import io.jcompose.orchestrator.client.DaemonException;
import picocli.CommandLine.Option;

/** {@code daemon stop}. */
@picocli.CommandLine.Command(
        description = "Ends the daemon. Containers run on, and the next daemon takes them over.",
        footer = {"", "Examples:", "  jcompose daemon stop", "  jcompose daemon stop --all    and all containers"})
public final class DaemonStopCommand implements Command {
    @Option(names = "--all", description = "Stop all containers of all projects first.")
    private boolean all;

    @Override
    public int run(Session session) throws DaemonException {
        if (all) {
            session.client().stopDaemon(true);
        } else if (session.launcher().answers()) {
            new DaemonClient(session.place().socket()).stopDaemon(false);
        } else {
            session.console().warn("no daemon listens on " + session.place().socket());
        }
        return 0;
    }
}
