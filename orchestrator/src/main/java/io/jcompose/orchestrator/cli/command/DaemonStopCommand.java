package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.client.DaemonClient;
import io.jcompose.orchestrator.client.DaemonException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Option;

/** {@code daemon stop}. */
@picocli.CommandLine.Command(
        description = "Ends the daemon. Containers run on, and the next daemon takes them over.",
        footer = {"", "Examples:", "  jcompose daemon stop", "  jcompose daemon stop --all    and all containers"})
public final class DaemonStopCommand implements Command {
    private static final Duration LONGEST_END = Duration.ofSeconds(30);

    @Option(names = "--all", description = "Stop all containers of all projects first.")
    private boolean all;

    @Override
    public int run(Session session) throws DaemonException, IOException, InterruptedException {
        if (all || session.launcher().answers()) {
            end(all ? session.client() : new DaemonClient(session.place().socket()));
        } else {
            session.console().warn("no daemon listens on " + session.place().socket());
        }
        return 0;
    }

    /** Returns when the process is gone, so that another daemon can have its directories. */
    private void end(DaemonClient client) throws DaemonException, IOException, InterruptedException {
        long pid = client.version().pid();
        client.stopDaemon(all);
        Optional<ProcessHandle> process = ProcessHandle.of(pid);
        if (process.isPresent()) {
            try {
                process.get().onExit().get(LONGEST_END.toSeconds(), TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                throw new IOException("the daemon was told to end, but its process " + pid + " is still there", e);
            }
        }
    }
}
