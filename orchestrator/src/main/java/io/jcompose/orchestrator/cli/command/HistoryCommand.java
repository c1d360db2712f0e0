package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.cli.screen.Ages;
import io.jcompose.orchestrator.cli.screen.Table;
import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.JsonObject;
import io.jcompose.spec.SpecException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code history}. */
@picocli.CommandLine.Command(
        description = "Lists the releases of a project, the newest first: each `up` that changed something is one."
                + " The one that runs has a star.",
        footer = {
            "",
            "Examples:",
            "  jcompose history",
            "  jcompose history prod               of an environment",
            "  jcompose -p shop history --format json"
        })
public final class HistoryCommand implements Command {
    @Parameters(paramLabel = "ENVIRONMENT", arity = "0..1", description = "Of x-environments; else the project itself.")
    private String environment = "";

    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "table", description = "table or json.")
    private String format = "table";

    @Override
    public int run(Session session) throws SpecException, DaemonException, UsageException {
        boolean json = Formats.json(format, "table");
        String project = Meaning.project(session, environment);
        JsonObject history = session.client().releases().history(project);
        List<JsonObject> releases = history.objects("releases");
        if (json) {
            session.console().out().println(json(releases, history.integer("running")));
        } else {
            table(session, releases, history.integer("running"));
        }
        return 0;
    }

    private static void table(Session session, List<JsonObject> releases, int running) {
        Table table = new Table("RELEASE", "CREATED", "BY", "COMMAND", "RESULT", "IMAGES");
        Instant now = session.console().clock().instant();
        for (JsonObject release : releases) {
            int number = release.integer("number");
            table.row(
                    number + (number == running ? " *" : ""),
                    Ages.ago(release.text("time"), now),
                    release.text("user"),
                    release.text("cause"),
                    result(release),
                    images(release));
        }
        table.print(session.console().out());
    }

    /** In words, with the first line of the reason. */
    static String result(JsonObject release) {
        String reason = release.text("reason").lines().findFirst().orElse("");
        return reason.isEmpty() ? release.text("state") : release.text("state") + ": " + reason;
    }

    /** Services with what their images are known by, shortened. */
    static String images(JsonObject release) {
        return release.objectMap("images").entrySet().stream()
                .map(entry -> entry.getKey() + " " + shortId(entry.getValue()))
                .collect(Collectors.joining(", "));
    }

    /** Twelve digits of the digest, else of the id; a dash while it is not known. */
    static String shortId(JsonObject image) {
        String known = image.text("digest").isEmpty() ? image.text("id") : image.text("digest");
        String digits = known.replaceFirst("^sha256:", "");
        return digits.isEmpty() ? "-" : digits.substring(0, Math.min(12, digits.length()));
    }

    private static String json(List<JsonObject> releases, int running) {
        return JsonText.of(out -> {
            out.writeStartArray();
            for (JsonObject release : releases) {
                out.writeStartObject();
                out.writeNumberField("number", release.integer("number"));
                out.writeBooleanField("running", release.integer("number") == running);
                for (String field : List.of("project", "environment", "time", "user", "cause", "state", "reason")) {
                    out.writeStringField(field, release.text(field));
                }
                out.writeNumberField("uid", release.integer("uid"));
                out.writeObjectFieldStart("images");
                for (Map.Entry<String, JsonObject> image :
                        release.objectMap("images").entrySet()) {
                    out.writeObjectFieldStart(image.getKey());
                    for (String field : List.of("reference", "id", "digest")) {
                        out.writeStringField(field, image.getValue().text(field));
                    }
                    out.writeEndObject();
                }
                out.writeEndObject();
                out.writeEndObject();
            }
            out.writeEndArray();
        });
    }
}
