package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.asked.Operation;
import io.jcompose.orchestrator.client.Await;
import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.spec.SpecException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code start}. */
@picocli.CommandLine.Command(
        description = "Starts containers that were stopped, in the order of their dependencies.",
        footer = {"", "Examples:", "  jcompose start", "  jcompose start --wait web"})
public final class StartCommand implements Command {
    @Parameters(paramLabel = "SERVICE", arity = "0..*", description = "Only these services.")
    private List<String> services = new ArrayList<>();

    @Option(names = "--wait", description = "Come back when all are running or healthy.")
    private boolean wait;

    @Option(names = "--wait-timeout", paramLabel = "SECONDS", description = "Wait so long at most.")
    private int waitSeconds;

    @Override
    public int run(Session session) throws SpecException, DaemonException, UsageException {
        if (waitSeconds < 0) {
            throw new UsageException("--wait-timeout must not be negative");
        }
        return ServiceOptions.run(session, new Operation.Start(services), new Await(wait, waitSeconds));
    }
}
