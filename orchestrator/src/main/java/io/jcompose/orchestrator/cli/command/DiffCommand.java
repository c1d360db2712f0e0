package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.JsonObject;
import io.jcompose.orchestrator.client.ReleaseClient.Ref;
import io.jcompose.spec.SpecException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code diff}. */
@picocli.CommandLine.Command(
        description = "Shows what two releases have otherwise: fields, and images by their digests.",
        footer = {
            "",
            "Examples:",
            "  jcompose diff                what a rollback would take back",
            "  jcompose diff 4              release 4 and what runs",
            "  jcompose diff 4 6",
            "  jcompose diff dev prod       what runs in two environments"
        })
public final class DiffCommand implements Command {
    @Parameters(
            paramLabel = "RELEASE",
            arity = "0..2",
            description = "Numbers of releases, or environments for what runs there.")
    private List<String> words = new ArrayList<>();

    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "text", description = "text or json.")
    private String format = "text";

    @Override
    public int run(Session session) throws SpecException, DaemonException, UsageException {
        boolean json = Formats.json(format, "text");
        List<Ref> refs = new ArrayList<>(Meaning.releases(session, words));
        if (refs.isEmpty()) {
            refs.add(new Ref(session.projectName(), -1));
        }
        if (refs.size() == 1) {
            refs.add(new Ref(refs.get(0).project(), 0));
        }
        JsonObject answer = session.client().releases().difference(refs.get(0), refs.get(1));
        List<JsonObject> changes = answer.objects("changes");
        if (json) {
            session.console().out().println(json(changes));
        } else {
            print(session.console().out(), answer, changes);
        }
        return 0;
    }

    private static void print(PrintStream out, JsonObject answer, List<JsonObject> changes) {
        out.println(name(answer, "first") + " -> " + name(answer, "second"));
        for (JsonObject change : changes) {
            out.println("  " + sentence(change));
        }
        if (changes.isEmpty()) {
            out.println("  no difference");
        }
    }

    private static String name(JsonObject answer, String which) {
        return answer.object(which)
                .map(release -> release.text("project") + " " + release.integer("number"))
                .orElse("");
    }

    private static String sentence(JsonObject change) {
        String before = change.text("before");
        String after = change.text("after");
        if (before.isEmpty() || after.isEmpty()) {
            String what = before.isEmpty() ? after : before;
            String shown = what.equals("there") ? "" : ": " + what;
            return change.text("path") + shown + (before.isEmpty() ? " is new" : " is gone");
        }
        return change.text("path") + ": " + before + " -> " + after;
    }

    private static String json(List<JsonObject> changes) {
        return JsonText.of(out -> {
            out.writeStartArray();
            for (JsonObject change : changes) {
                out.writeStartObject();
                for (String field : List.of("path", "before", "after")) {
                    out.writeStringField(field, change.text(field));
                }
                out.writeEndObject();
            }
            out.writeEndArray();
        });
    }
}
