package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.asked.Operation;
import io.jcompose.orchestrator.client.ContainerRow;
import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.spec.SpecException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rm}. */
@picocli.CommandLine.Command(
        description = "Removes stopped containers of services; `up` makes them anew. Named volumes stay.",
        footer = {"", "Examples:", "  jcompose rm", "  jcompose rm -f -s web      stop it before, and do not ask"})
public final class RmCommand implements Command {
    @Parameters(paramLabel = "SERVICE", arity = "0..*", description = "Only these services.")
    private List<String> services = new ArrayList<>();

    @Option(
            names = {"-f", "--force"},
            description = "Do not ask.")
    private boolean force;

    @Option(
            names = {"-s", "--stop"},
            description = "Stop the containers before.")
    private boolean stop;

    @Option(
            names = {"-v", "--volumes"},
            description = "Remove the volumes of these containers that nobody named, too.")
    private boolean volumes;

    @Override
    public int run(Session session) throws SpecException, DaemonException, UsageException, IOException {
        String project = session.projectName();
        List<ContainerRow> rows = ChosenRows.of(session.client().project(project), services);
        Set<String> running = rows.stream()
                .filter(ContainerRow::alive)
                .map(ContainerRow::service)
                .collect(Collectors.toCollection(TreeSet::new));
        List<ContainerRow> doomed = rows.stream()
                .filter(row -> stop || !running.contains(row.service()))
                .toList();
        if (doomed.isEmpty()) {
            session.console().err().println("No stopped containers");
            return 0;
        }
        String names = doomed.stream().map(ContainerRow::name).collect(Collectors.joining(", "));
        if (!force
                && !session.dryRun()
                && !Asked.yes(session.console(), "Going to remove " + names + ". Are you sure?")) {
            return 0;
        }
        List<String> chosen =
                doomed.stream().map(ContainerRow::service).distinct().toList();
        if (stop && !running.isEmpty() && !session.dryRun()) {
            session.finish(session.client().operate(project, new Operation.Stop(chosen, null)));
        }
        session.finish(session.client().operate(project, new Operation.Remove(chosen, volumes)));
        return 0;
    }
}
