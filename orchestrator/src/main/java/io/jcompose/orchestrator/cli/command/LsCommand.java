package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.cli.screen.Table;
import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.ProjectSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine.Option;

/** {@code ls}. */
@picocli.CommandLine.Command(
        description = "Lists the projects of this host; those with running containers unless -a is given.",
        footer = {
            "",
            "Examples:",
            "  jcompose ls",
            "  jcompose ls -a --format json",
            "  jcompose ls -q --filter name=^shop"
        })
public final class LsCommand implements Command {
    @Option(
            names = {"-a", "--all"},
            description = "Also stopped projects.")
    private boolean all;

    @Option(
            names = {"-q", "--quiet"},
            description = "Only names.")
    private boolean quiet;

    @Option(
            names = "--filter",
            paramLabel = "name=REGEX",
            description = "Only projects in whose name this is found; may be repeated, for one of several.")
    private List<String> filters = new ArrayList<>();

    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "table", description = "table or json.")
    private String format = "table";

    @Override
    public int run(Session session) throws DaemonException, UsageException {
        boolean json = Formats.json(format, "table");
        List<Pattern> names = names();
        List<ProjectSummary> projects = session.client().projects().stream()
                .filter(project -> all || project.status().contains("running"))
                .filter(project -> names.isEmpty()
                        || names.stream()
                                .anyMatch(name -> name.matcher(project.name()).find()))
                .toList();
        if (quiet) {
            projects.forEach(project -> session.console().out().println(project.name()));
        } else if (json) {
            session.console().out().println(json(projects));
        } else {
            Table table = new Table("NAME", "STATUS", "CONFIG FILES");
            projects.forEach(project -> table.row(project.name(), project.status(), String.join(",", project.files())));
            table.print(session.console().out());
        }
        return 0;
    }

    private List<Pattern> names() throws UsageException {
        List<Pattern> names = new ArrayList<>();
        for (String filter : filters) {
            String[] parts = filter.split("=", 2);
            if (parts.length < 2 || !parts[0].equals("name")) {
                throw new UsageException("unknown filter: " + filter, "name=REGEX");
            }
            try {
                names.add(Pattern.compile(parts[1]));
            } catch (PatternSyntaxException e) {
                throw new UsageException("--filter " + filter + " is no regular expression: " + e.getDescription());
            }
        }
        return names;
    }

    private static String json(List<ProjectSummary> projects) {
        return JsonText.of(out -> {
            out.writeStartArray();
            for (ProjectSummary project : projects) {
                out.writeStartObject();
                out.writeStringField("Name", project.name());
                out.writeStringField("Status", project.status());
                out.writeStringField("ConfigFiles", String.join(",", project.files()));
                out.writeEndObject();
            }
            out.writeEndArray();
        });
    }
}
