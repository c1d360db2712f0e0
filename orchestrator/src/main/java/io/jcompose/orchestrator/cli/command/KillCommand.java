package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.OperationRequest;
import io.jcompose.orchestrator.client.OperationRequest.Operation;
import io.jcompose.orchestrator.client.UpRequest;
import io.jcompose.spec.SpecException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kill}. */
@picocli.CommandLine.Command(
        description = "Sends a signal, SIGKILL by default, to running containers.",
        footer = {"", "Examples:", "  jcompose kill", "  jcompose kill -s HUP web"})
public final class KillCommand implements Command {
    @Parameters(paramLabel = "SERVICE", arity = "0..*", description = "Only these services.")
    private List<String> services = new ArrayList<>();

    @Option(
            names = {"-s", "--signal"},
            paramLabel = "SIGNAL",
            defaultValue = "KILL",
            description = "Name or number of the signal.")
    private String signal = "KILL";

    @Option(names = "--remove-orphans", description = "Remove containers of services that are no longer declared.")
    private boolean removeOrphans;

    @Override
    public int run(Session session) throws SpecException, DaemonException, UsageException {
        String upper = signal.toUpperCase(Locale.ROOT);
        String name = upper.startsWith("SIG") ? upper.substring(3) : upper;
        return ServiceOptions.run(
                session,
                new OperationRequest(
                        Operation.KILL,
                        services,
                        OptionalInt.empty(),
                        name,
                        removeOrphans,
                        false,
                        new UpRequest.Await(false, 0)));
    }
}
