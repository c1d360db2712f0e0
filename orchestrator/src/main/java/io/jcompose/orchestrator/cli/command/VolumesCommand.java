package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.cli.screen.Table;
import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.spec.SpecException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code volumes}. */
@picocli.CommandLine.Command(
        description = "Lists the volumes of a project, also those that an earlier `down` left.",
        footer = {"", "Examples:", "  jcompose volumes", "  jcompose volumes web", "  jcompose -p shop volumes -q"})
public final class VolumesCommand implements Command {
    private static final String DRIVER = "local";

    @Parameters(paramLabel = "SERVICE", arity = "0..*", description = "Only those that these services mount.")
    private List<String> services = new ArrayList<>();

    @Option(
            names = {"-q", "--quiet"},
            description = "Only names.")
    private boolean quiet;

    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "table", description = "table or json.")
    private String format = "table";

    @Override
    public int run(Session session) throws SpecException, DaemonException, UsageException {
        boolean json = Formats.json(format, "table");
        String project = session.projectName();
        List<String> volumes = session.client().volumes(project, services);
        PrintStream out = session.console().out();
        if (quiet) {
            volumes.forEach(out::println);
        } else if (json) {
            volumes.forEach(name -> out.println(json(project, name)));
        } else {
            Table table = new Table("DRIVER", "VOLUME NAME");
            volumes.forEach(name -> table.row(DRIVER, name));
            table.print(out);
        }
        return 0;
    }

    private static String json(String project, String name) {
        return JsonText.object(out -> {
            out.writeStringField("Name", name);
            out.writeStringField("Driver", DRIVER);
            out.writeStringField("Project", project);
        });
    }
}
