package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.cli.screen.Ages;
import io.jcompose.orchestrator.cli.screen.Table;
import io.jcompose.orchestrator.client.ImageSummary;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Images through a template, a line for each name, with the fields that {@code docker image ls} has. */
final class ImageLines {
    private static final String TABLE = "table ";
    private static final String NONE = "<none>";
    private static final Pattern FIELD = Pattern.compile("\\{\\{.*?\\.([A-Za-z]+).*?}}");

    private final String template;
    private final Instant now;

    /** @param template as {@code {{.Repository}}:{{.Tag}}}, perhaps behind {@code table} */
    ImageLines(String template, Instant now) {
        this.template = template.replace("\\t", "\t").replace("\\n", "\n");
        this.now = now;
    }

    void print(List<ImageSummary> images, PrintStream out) throws UsageException, IOException {
        boolean columns = template.startsWith(TABLE);
        String line = columns ? template.substring(TABLE.length()) : template;
        List<String> lines = new ArrayList<>();
        for (ImageSummary image : images) {
            for (String name : image.references().isEmpty() ? List.of(NONE) : image.references()) {
                lines.add(Template.apply(line, object(image, name)));
            }
        }
        if (!columns) {
            lines.forEach(out::println);
            return;
        }
        Table table = new Table(cells(FIELD.matcher(line).replaceAll("$1").toUpperCase(Locale.ROOT)));
        lines.forEach(text -> table.row(cells(text)));
        table.print(out);
    }

    private static String[] cells(String line) {
        return line.split("\t", -1);
    }

    private String object(ImageSummary image, String name) {
        int colon = name.lastIndexOf(':');
        boolean tagged = colon > name.lastIndexOf('/');
        return JsonText.object(out -> {
            out.writeStringField("ID", ImageLsCommand.shortId(image.id()));
            out.writeStringField("Repository", tagged ? name.substring(0, colon) : name);
            out.writeStringField("Tag", tagged ? name.substring(colon + 1) : NONE);
            out.writeStringField("Size", Ages.size(image.size()));
            out.writeStringField("CreatedAt", image.created());
            out.writeStringField("CreatedSince", Ages.ago(image.created(), now));
        });
    }
}
