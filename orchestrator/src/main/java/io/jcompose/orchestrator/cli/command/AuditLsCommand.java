package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.cli.screen.Table;
import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** {@code audit ls}. */
@picocli.CommandLine.Command(
        description = "Lists what was done on this host: who, when, what, and what came of it; the newest last.",
        footer = {
            "",
            "Examples:",
            "  jcompose audit ls",
            "  jcompose audit ls -n 20 --project shop",
            "  jcompose audit ls --format json"
        })
public final class AuditLsCommand implements Command {
    @Option(names = "--project", paramLabel = "NAME", description = "Only of this project; may be repeated.")
    private List<String> projects = new ArrayList<>();

    @Option(
            names = {"-n", "--tail"},
            paramLabel = "N",
            defaultValue = "100",
            description = "How many at most (100).")
    private int most = 100;

    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "table", description = "table or json.")
    private String format = "table";

    @Override
    public int run(Session session) throws DaemonException, UsageException {
        boolean json = Formats.json(format, "table");
        List<JsonObject> lines = session.client().releases().audit(projects, OptionalInt.of(most));
        if (json) {
            lines.forEach(line -> session.console().out().println(json(line)));
            return 0;
        }
        Table table = new Table("ENTRY", "TIME", "BY", "ACTION", "PROJECT", "DETAIL", "RESULT");
        for (JsonObject line : lines) {
            table.row(
                    line.text("number"),
                    line.text("time"),
                    line.text("user") + "(" + line.text("uid") + ")",
                    line.text("action"),
                    line.text("project"),
                    line.text("detail"),
                    line.text("result").lines().findFirst().orElse(""));
        }
        table.print(session.console().out());
        return 0;
    }

    private static String json(JsonObject line) {
        return JsonText.object(out -> {
            out.writeNumberField("number", line.number("number"));
            out.writeNumberField("uid", line.number("uid"));
            for (String field : List.of("time", "user", "action", "project", "detail", "result")) {
                out.writeStringField(field, line.text(field));
            }
        });
    }
}
