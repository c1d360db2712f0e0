package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.asked.Operation;
import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.spec.SpecException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kill}. */
@picocli.CommandLine.Command(
        description = "Sends a signal, SIGKILL by default, to running containers, one-off ones too.",
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

    @Mixin
    private OrphanOptions orphans = new OrphanOptions();

    @Override
    public int run(Session session) throws SpecException, DaemonException, UsageException {
        String upper = signal.toUpperCase(Locale.ROOT);
        String name = upper.startsWith("SIG") ? upper.substring(3) : upper;
        return ServiceOptions.run(session, new Operation.Kill(services, name, orphans.go(session)));
    }
}
