package io.jcompose.orchestrator.cli.command;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.ImageClient;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code image inspect}. */
@picocli.CommandLine.Command(
        description = "Shows all that is known of images, as JSON.",
        footer = {
            "",
            "Examples:",
            "  jcompose image inspect team/app:1",
            "  jcompose image inspect -f '{{.Id}}' team/app:1",
            "  jcompose image inspect -f '{{json .Config.Env}}' team/app:1",
            "  jcompose image inspect -f '{{index .Config.Labels \"org.opencontainers.image.version\"}}' team/app:1"
        })
public final class ImageInspectCommand implements Command {
    @Option(
            names = {"-f", "--format"},
            paramLabel = "FORMAT",
            defaultValue = "pretty",
            description = "pretty, json for one line, or a template as {{.Id}}.")
    private String format = "pretty";

    @Parameters(arity = "1..*", paramLabel = "IMAGE", description = "Names or ids.")
    private List<String> images = new ArrayList<>();

    @Override
    public int run(Session session) throws DaemonException, UsageException, IOException {
        boolean filled = Template.isOne(format);
        boolean oneLine = !filled && Formats.json(format, "pretty");
        ImageClient client = session.client().imageWorks();
        List<String> objects = new ArrayList<>();
        for (String image : images) {
            objects.add(client.inspect(image));
        }
        if (filled) {
            for (String object : objects) {
                session.console().out().println(Template.apply(format, object));
            }
            return 0;
        }
        String array = "[" + String.join(",", objects) + "]";
        session.console().out().println(oneLine ? array : pretty(array));
        return 0;
    }

    private static String pretty(String json) throws IOException {
        JsonFactory factory = new JsonFactory();
        StringWriter text = new StringWriter();
        DefaultIndenter indenter = new DefaultIndenter("    ", "\n");
        try (JsonParser parser = factory.createParser(json);
                JsonGenerator out = factory.createGenerator(text)) {
            DefaultPrettyPrinter printer =
                    new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter);
            out.setPrettyPrinter(printer);
            parser.nextToken();
            out.copyCurrentStructure(parser);
        }
        return text.toString();
    }
}
