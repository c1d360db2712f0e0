package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.cli.screen.Ages;
import io.jcompose.orchestrator.cli.screen.Table;
import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.ImageSummary;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Option;

/** {@code image ls}. */
@picocli.CommandLine.Command(
        description = "Lists the images of this host.",
        footer = {
            "",
            "Examples:",
            "  jcompose image ls",
            "  jcompose image ls -q",
            "  jcompose image ls --format json",
            "  jcompose image ls --format '{{.Repository}}:{{.Tag}} {{.ID}} {{.Size}}'",
            "  jcompose image ls --format 'table {{.Repository}}\\t{{.CreatedSince}}'"
        })
public final class ImageLsCommand implements Command {
    private static final int SHORT_ID = 12;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table, json, or a template as {{.Repository}}, which table may stand before.")
    private String format = "table";

    @Option(
            names = {"-q", "--quiet"},
            description = "Only ids.")
    private boolean quiet;

    @Override
    public int run(Session session) throws DaemonException, UsageException, IOException {
        boolean filled = Template.isOne(format);
        boolean json = !filled && Formats.json(format, "table");
        List<ImageSummary> images = session.client().images();
        if (quiet) {
            images.forEach(image -> session.console().out().println(shortId(image.id())));
            return 0;
        }
        if (filled) {
            new ImageLines(format, session.console().clock().instant())
                    .print(images, session.console().out());
            return 0;
        }
        if (json) {
            images.forEach(image -> session.console().out().println(json(image)));
            return 0;
        }
        Table table = new Table("IMAGE", "ID", "CREATED", "SIZE");
        for (ImageSummary image : images) {
            String age = Ages.ago(image.created(), session.console().clock().instant());
            List<String> names = image.references().isEmpty() ? List.of("<none>") : image.references();
            names.forEach(name -> table.row(name, shortId(image.id()), age, Ages.size(image.size())));
        }
        table.print(session.console().out());
        return 0;
    }

    static String shortId(String id) {
        String digest = id.substring(id.indexOf(':') + 1);
        return digest.substring(0, Math.min(SHORT_ID, digest.length()));
    }

    private static String json(ImageSummary image) {
        return JsonText.object(out -> {
            out.writeStringField("ID", image.id());
            out.writeArrayFieldStart("References");
            for (String reference : image.references()) {
                out.writeString(reference);
            }
            out.writeEndArray();
            out.writeNumberField("Size", image.size());
            out.writeStringField("CreatedAt", image.created());
        });
    }
}
