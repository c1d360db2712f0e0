package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.cli.screen.Ages;
import io.jcompose.orchestrator.cli.screen.Table;
import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.JsonObject;
import picocli.CommandLine.Option;

/** {@code builder du}. */
@picocli.CommandLine.Command(
        description = "Shows what builds remember: results of steps, and caches of RUN.",
        footer = {"", "Examples:", "  jcompose builder du", "  jcompose builder du --format json"})
public final class BuilderDuCommand implements Command {
    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "table", description = "table or json.")
    private String format = "table";

    @Override
    public int run(Session session) throws DaemonException, UsageException {
        boolean json = Formats.json(format, "table");
        JsonObject kept = session.client().builds().usage();
        if (json) {
            session.console().out().println(JsonText.object(out -> {
                out.writeNumberField("Results", kept.number("results"));
                out.writeNumberField("Caches", kept.number("caches"));
                out.writeNumberField("Size", kept.number("bytes"));
            }));
            return 0;
        }
        Table table = new Table("RESULTS", "CACHES", "SIZE");
        table.row(
                Long.toString(kept.number("results")),
                Long.toString(kept.number("caches")),
                Ages.size(kept.number("bytes")));
        table.print(session.console().out());
        return 0;
    }
}
