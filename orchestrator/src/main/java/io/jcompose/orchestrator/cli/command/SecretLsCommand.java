package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.cli.screen.Ages;
import io.jcompose.orchestrator.cli.screen.Table;
import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.JsonObject;
import java.io.PrintStream;
import java.util.List;
import picocli.CommandLine.Option;

/** {@code secret ls}. */
@picocli.CommandLine.Command(
        description = "Lists secrets and configs that have names on this host; never what they hold.",
        footer = {"", "Examples:", "  jcompose secret ls", "  jcompose secret ls --format json"})
public final class SecretLsCommand implements Command {
    @Option(
            names = {"-q", "--quiet"},
            description = "Only names.")
    private boolean quiet;

    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "table", description = "table or json.")
    private String format = "table";

    @Override
    public int run(Session session) throws DaemonException, UsageException {
        boolean json = Formats.json(format, "table");
        PrintStream out = session.console().out();
        List<JsonObject> items = session.client().secrets().list();
        if (quiet) {
            items.forEach(item -> out.println(item.text("name")));
        } else if (json) {
            items.forEach(item -> out.println(json(item)));
        } else {
            Table table = new Table("NAME", "KIND", "VERSION", "CREATED", "SIZE");
            for (JsonObject item : items) {
                JsonObject newest = newest(item);
                table.row(
                        item.text("name"),
                        item.text("kind"),
                        newest.text("number"),
                        Ages.ago(
                                newest.text("created"),
                                session.console().clock().instant()),
                        Ages.size(newest.number("bytes")));
            }
            table.print(out);
        }
        return 0;
    }

    /** There is always one. */
    static JsonObject newest(JsonObject item) {
        List<JsonObject> versions = item.objects("versions");
        return versions.get(versions.size() - 1);
    }

    private static String json(JsonObject item) {
        JsonObject newest = newest(item);
        return JsonText.object(out -> {
            out.writeStringField("Name", item.text("name"));
            out.writeStringField("Kind", item.text("kind"));
            out.writeNumberField("Version", newest.number("number"));
            out.writeStringField("CreatedAt", newest.text("created"));
            out.writeNumberField("Size", newest.number("bytes"));
        });
    }
}
