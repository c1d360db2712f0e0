package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.cli.screen.Ages;
import io.jcompose.orchestrator.cli.screen.Table;
import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.JsonObject;
import java.util.List;
import picocli.CommandLine.Option;

/** {@code image df}. */
@picocli.CommandLine.Command(
        description = "Shows what images take of the disk.",
        footer = {"", "Examples:", "  jcompose image df -v"})
public final class ImageDfCommand implements Command {
    @Option(
            names = {"-v", "--verbose"},
            description = "Show each image.")
    private boolean verbose;

    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "table", description = "table or json.")
    private String format = "table";

    @Override
    public int run(Session session) throws DaemonException, UsageException {
        boolean json = Formats.json(format, "table");
        JsonObject usage = session.client().imageWorks().usage();
        if (json) {
            session.console().out().println(json(usage));
        } else if (verbose) {
            each(usage, session).print(session.console().out());
        } else {
            long size = usage.number("size");
            long free = usage.number("reclaimable");
            Table table = new Table("TYPE", "TOTAL", "ACTIVE", "SIZE", "RECLAIMABLE");
            table.row(
                    "Images",
                    usage.text("images"),
                    usage.text("active"),
                    Ages.size(size),
                    Ages.size(free) + " (" + (size == 0 ? 0 : free * 100 / size) + "%)");
            JsonObject builds = session.client().builds().usage();
            table.row(
                    "Build cache",
                    Long.toString(builds.number("results") + builds.number("caches")),
                    "0",
                    Ages.size(builds.number("bytes")),
                    Ages.size(builds.number("bytes")));
            table.print(session.console().out());
        }
        return 0;
    }

    private static Table each(JsonObject usage, Session session) {
        Table table = new Table("IMAGE", "ID", "CREATED", "SIZE", "SHARED SIZE", "UNIQUE SIZE", "IN USE");
        for (JsonObject part : usage.objects("each")) {
            List<String> names = part.texts("references");
            long shared = part.number("shared");
            long unique = part.number("unique");
            table.row(
                    names.isEmpty() ? "<none>" : names.get(0),
                    ImageLsCommand.shortId(part.text("id")),
                    Ages.ago(part.text("created"), session.console().clock().instant()),
                    Ages.size(shared + unique),
                    Ages.size(shared),
                    Ages.size(unique),
                    part.flag("active") ? "yes" : "no");
        }
        return table;
    }

    private static String json(JsonObject usage) {
        return JsonText.object(out -> {
            out.writeStringField("Type", "Images");
            out.writeNumberField("TotalCount", usage.number("images"));
            out.writeNumberField("Active", usage.number("active"));
            out.writeNumberField("Size", usage.number("size"));
            out.writeNumberField("Reclaimable", usage.number("reclaimable"));
        });
    }
}
