package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.cli.screen.ContainerTable;
import io.jcompose.orchestrator.client.ContainerRow;
import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.ProjectStatus;
import io.jcompose.spec.SpecException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ps}. */
@picocli.CommandLine.Command(
        description = "Lists the containers of a project; the running ones unless -a is given.",
        footer = {
            "",
            "Examples:",
            "  jcompose ps                   running containers",
            "  jcompose ps -a web            those of web, ended ones too",
            "  jcompose -p shop ps --format json"
        })
public final class PsCommand implements Command {
    @Parameters(paramLabel = "SERVICE", arity = "0..*", description = "Only these services.")
    private List<String> services = new ArrayList<>();

    @Option(
            names = {"-a", "--all"},
            description = "Also those that do not run.")
    private boolean all;

    @Option(
            names = {"-q", "--quiet"},
            description = "Only ids.")
    private boolean quiet;

    @Option(names = "--services", description = "Only names of services.")
    private boolean names;

    @Option(names = "--status", paramLabel = "STATE", description = "Only these states: running, exited, created, ...")
    private List<String> states = new ArrayList<>();

    @Option(names = "--filter", paramLabel = "KEY=VALUE", description = "Only those for which it holds: status=STATE.")
    private List<String> filters = new ArrayList<>();

    @Option(
            names = "--orphans",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Also those of services that are no longer declared.")
    private boolean orphans = true;

    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "table", description = "table or json.")
    private String format = "table";

    @Option(names = "--no-trunc", description = "Do not shorten.")
    private boolean whole;

    @Override
    public int run(Session session) throws SpecException, DaemonException, UsageException {
        boolean json = Formats.json(format, "table");
        addFilters();
        String project = session.projectName();
        Optional<ProjectStatus> status = session.client().project(project);
        Set<String> undeclared =
                status.map(ProjectStatus::orphans).map(Set::copyOf).orElse(Set.of());
        List<ContainerRow> oneOffs = all ? status.map(ProjectStatus::oneOffs).orElse(List.of()) : List.of();
        List<ContainerRow> rows = Stream.concat(ChosenRows.of(status, services).stream(), oneOffs.stream())
                .filter(row -> services.isEmpty() || services.contains(row.service()))
                .filter(this::wanted)
                .filter(row -> orphans || !undeclared.contains(row.name()))
                .toList();
        print(session, project, rows, json);
        status.map(ProjectStatus::degraded)
                .filter(sentence -> !sentence.isEmpty())
                .ifPresent(session.console()::warn);
        return 0;
    }

    private void addFilters() throws UsageException {
        for (String filter : filters) {
            String[] parts = filter.split("=", 2);
            if (parts.length < 2 || !parts[0].equals("status")) {
                throw new UsageException("unknown filter: " + filter, "write --filter status=STATE");
            }
            states.add(parts[1]);
        }
    }

    private boolean wanted(ContainerRow row) {
        return states.isEmpty() ? all || row.alive() : states.contains(row.state());
    }

    private void print(Session session, String project, List<ContainerRow> rows, boolean json) {
        PrintStream out = session.console().out();
        if (quiet) {
            rows.forEach(row -> out.println(row.id()));
        } else if (names) {
            rows.stream().map(ContainerRow::service).distinct().forEach(out::println);
        } else if (json) {
            rows.forEach(row -> out.println(
                    ContainerJson.line(project, row, session.console().clock().instant())));
        } else {
            ContainerTable.print(rows, whole, session.console());
        }
    }
}
