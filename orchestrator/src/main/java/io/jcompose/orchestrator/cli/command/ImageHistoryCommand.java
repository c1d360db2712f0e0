package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.cli.screen.Ages;
import io.jcompose.orchestrator.cli.screen.Table;
import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.JsonObject;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code image history}. */
@picocli.CommandLine.Command(
        description = "Shows how an image was made, the last step first.",
        footer = {"", "Examples:", "  jcompose image history --no-trunc team/app:1"})
public final class ImageHistoryCommand implements Command {
    private static final int LONGEST = 45;

    @Option(names = "--no-trunc", description = "Show whole commands.")
    private boolean whole;

    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "table", description = "table or json.")
    private String format = "table";

    @Parameters(paramLabel = "IMAGE", description = "Name or id.")
    private String image = "";

    @Override
    public int run(Session session) throws DaemonException, UsageException {
        boolean json = Formats.json(format, "table");
        List<JsonObject> steps = session.client().imageWorks().history(image);
        if (json) {
            steps.forEach(step -> session.console().out().println(json(step)));
            return 0;
        }
        Table table = new Table("CREATED", "CREATED BY", "SIZE", "COMMENT");
        for (JsonObject step : steps) {
            table.row(
                    Ages.ago(step.text("created"), session.console().clock().instant()),
                    shown(step.text("createdBy")),
                    Ages.size(step.number("size")),
                    step.text("comment"));
        }
        table.print(session.console().out());
        return 0;
    }

    private String shown(String command) {
        String line = command.replaceAll("\\p{Cntrl}", " ");
        return whole || line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…";
    }

    private static String json(JsonObject step) {
        return JsonText.object(out -> {
            out.writeStringField("CreatedAt", step.text("created"));
            out.writeStringField("CreatedBy", step.text("createdBy"));
            out.writeNumberField("Size", step.number("size"));
            out.writeStringField("Comment", step.text("comment"));
        });
    }
}
