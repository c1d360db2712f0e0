package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.client.DaemonPlace;

/** {@code daemon}. */
@picocli.CommandLine.Command(
        description = "Runs the daemon in the foreground. Other commands start it by themselves when it is needed.",
        footer = {
            "",
            "Examples:",
            "  jcompose daemon                   until SIGTERM; containers run on",
            "  jcompose daemon status",
            "  jcompose daemon stop --all        after stopping all containers"
        })
public final class DaemonCommand implements Command {
    @Override
    public int run(Session session) {
        DaemonPlace place = session.place();
        io.jcompose.orchestrator.daemon.Daemon.main(new String[] {
            "--root", place.root().toString(), "--run-dir", place.run().toString()
        });
        return 0;
    }
}
