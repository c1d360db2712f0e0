package io.jcompose.orchestrator.cli.command;

import com.fasterxml.jackson.core.JsonGenerator;
import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code secret inspect}. */
@picocli.CommandLine.Command(
        description = "Shows what is known of secrets, as JSON: their versions, never what they hold.",
        footer = {"", "Examples:", "  jcompose secret inspect db-password"})
public final class SecretInspectCommand implements Command {
    @Mixin
    private SecretKind kind = new SecretKind();

    @Parameters(arity = "1..*", paramLabel = "NAME", description = "Names of secrets.")
    private List<String> names = new ArrayList<>();

    @Override
    public int run(Session session) throws DaemonException, UsageException {
        List<JsonObject> all = session.client().secrets().list();
        List<JsonObject> found = new ArrayList<>();
        for (String name : names) {
            found.add(all.stream()
                    .filter(item ->
                            item.text("name").equals(name) && item.text("kind").equals(kind.word()))
                    .findFirst()
                    .orElseThrow(() -> new UsageException("no such " + kind.word() + ": " + name)));
        }
        session.console().out().println(JsonText.of(out -> {
            out.writeStartArray();
            for (JsonObject item : found) {
                write(out, item);
            }
            out.writeEndArray();
        }));
        return 0;
    }

    private static void write(JsonGenerator out, JsonObject item) throws IOException {
        out.writeStartObject();
        out.writeStringField("Name", item.text("name"));
        out.writeStringField("Kind", item.text("kind"));
        out.writeArrayFieldStart("Versions");
        for (JsonObject version : item.objects("versions")) {
            out.writeStartObject();
            out.writeNumberField("Version", version.number("number"));
            out.writeStringField("CreatedAt", version.text("created"));
            out.writeNumberField("Size", version.number("bytes"));
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeEndObject();
    }
}
