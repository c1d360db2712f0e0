package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.cli.screen.Ages;
import io.jcompose.orchestrator.client.DaemonClient;
import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.DaemonVersion;
import java.io.PrintStream;

/** {@code daemon status}. */
@picocli.CommandLine.Command(
        description = "Shows whether the daemon runs. Exit code 3 when it does not. Starts none.",
        footer = {"", "Examples:", "  jcompose daemon status"})
public final class DaemonStatusCommand implements Command {
    private static final int NOT_RUNNING = 3;

    @Override
    public int run(Session session) throws DaemonException {
        PrintStream out = session.console().out();
        if (!session.launcher().answers()) {
            out.println("not running (socket " + session.place().socket() + ", log "
                    + session.place().log() + ")");
            return NOT_RUNNING;
        }
        DaemonVersion daemon = new DaemonClient(session.place().socket()).version();
        out.println("running, pid " + daemon.pid() + ", version " + daemon.version() + ", started "
                + Ages.ago(daemon.started(), session.console().clock().instant()));
        out.println("root " + daemon.root() + ", socket " + session.place().socket() + ", log "
                + session.place().log());
        return 0;
    }
}
