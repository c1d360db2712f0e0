package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.cli.screen.Ages;
import io.jcompose.orchestrator.cli.screen.Table;
import io.jcompose.orchestrator.client.ContainerRow;
import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.ImageSummary;
import io.jcompose.spec.SpecException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code images}. */
@picocli.CommandLine.Command(
        description = "Lists the images that the containers of a project were made from.",
        footer = {
            "",
            "Examples:",
            "  jcompose images",
            "  jcompose images web --format json",
            "  jcompose image ls             all images of this host"
        })
public final class ImagesCommand implements Command {
    @Parameters(paramLabel = "SERVICE", arity = "0..*", description = "Only these services.")
    private List<String> services = new ArrayList<>();

    @Option(
            names = {"-q", "--quiet"},
            description = "Only ids.")
    private boolean quiet;

    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "table", description = "table or json.")
    private String format = "table";

    /** A container and its image; no size or age when the image is gone. */
    private record Line(ContainerRow row, ImageSummary image) {
        String repository() {
            return tagged() ? row.image().substring(0, colon()) : row.image();
        }

        String tag() {
            return tagged() ? row.image().substring(colon() + 1) : "latest";
        }

        /** A colon before the last slash belongs to the registry's port. */
        private boolean tagged() {
            return colon() > row.image().lastIndexOf('/');
        }

        private int colon() {
            return row.image().lastIndexOf(':');
        }
    }

    @Override
    public int run(Session session) throws SpecException, DaemonException, UsageException {
        boolean json = Formats.json(format, "table");
        String project = session.projectName();
        List<ContainerRow> rows = ChosenRows.of(session.client().project(project), services);
        Map<String, ImageSummary> images = new TreeMap<>();
        for (ImageSummary image : session.client().images()) {
            images.put(image.id(), image);
        }
        List<Line> lines = rows.stream()
                .map(row -> new Line(
                        row, images.getOrDefault(row.imageId(), new ImageSummary(row.imageId(), List.of(), 0, ""))))
                .toList();
        PrintStream out = session.console().out();
        if (quiet) {
            lines.stream().map(line -> line.image().id()).distinct().forEach(out::println);
        } else if (json) {
            out.println(json(lines));
        } else {
            print(session, lines);
        }
        return 0;
    }

    private static void print(Session session, List<Line> lines) {
        Table table = new Table("CONTAINER", "REPOSITORY", "TAG", "IMAGE ID", "SIZE", "CREATED");
        for (Line line : lines) {
            String created = line.image().created();
            boolean gone = created.isEmpty();
            table.row(
                    line.row().name(),
                    line.repository(),
                    line.tag(),
                    ImageLsCommand.shortId(line.image().id()),
                    gone ? "" : Ages.size(line.image().size()),
                    gone ? "" : Ages.ago(created, session.console().clock().instant()));
        }
        table.print(session.console().out());
    }

    private static String json(List<Line> lines) {
        return JsonText.of(out -> {
            out.writeStartArray();
            for (Line line : lines) {
                out.writeStartObject();
                out.writeStringField("ID", line.image().id());
                out.writeStringField("ContainerName", line.row().name());
                out.writeStringField("Repository", line.repository());
                out.writeStringField("Tag", line.tag());
                out.writeNumberField("Size", line.image().size());
                out.writeStringField("Created", line.image().created());
                out.writeEndObject();
            }
            out.writeEndArray();
        });
    }
}
