package io.jcompose.orchestrator.cli.command;

import com.fasterxml.jackson.core.JsonGenerator;
import io.jcompose.orchestrator.cli.screen.Palette;
import io.jcompose.orchestrator.client.Await;
import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.PlannedAction;
import io.jcompose.orchestrator.client.PlannedActions;
import io.jcompose.orchestrator.client.UpRequest;
import io.jcompose.spec.Loaded;
import io.jcompose.spec.SpecException;
import io.jcompose.spec.source.Span;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code plan}. */
@picocli.CommandLine.Command(
        description = "Shows what `up` would do and why, and changes nothing. Exit code 2 when something would change.",
        footer = {
            "",
            "Examples:",
            "  jcompose plan                      all services",
            "  jcompose plan --scale web=3 web",
            "  jcompose plan --format json",
            "  jcompose plan --out FILE; jcompose up -d --plan FILE"
        })
public final class PlanCommand implements Command {
    private static final int CHANGES = 2;
    private static final String RECREATE = "recreate ";

    @Mixin
    private UpOptions options = new UpOptions();

    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "text", description = "text or json.")
    private String format = "text";

    @Option(names = "--out", paramLabel = "FILE", description = "Write the plan there too, for: up --plan FILE.")
    private @Nullable Path out;

    @Override
    public int run(Session session) throws SpecException, DaemonException, UsageException, IOException {
        boolean json = Formats.json(format, "text");
        Loaded loaded = options.load(session);
        UpRequest request = options.request(session, loaded, Await.NOTHING);
        if (options.yes()) {
            request = Discards.asked(session, session.client(), loaded, request, true);
        }
        PlannedActions plan = session.client().plan(loaded.project().name(), request);
        List<PlannedAction> actions = plan.actions();
        if (out != null) {
            PlanFile.write(
                    session.console().directory().resolve(out), loaded.project().name(), plan);
        }
        Notices.show(session, plan.notices());
        if (json) {
            session.console().out().println(json(actions));
        } else {
            print(session, loaded, actions);
        }
        return actions.isEmpty() ? 0 : CHANGES;
    }

    private static void print(Session session, Loaded loaded, List<PlannedAction> actions) {
        PrintStream out = session.console().out();
        Palette palette = session.palette(session.console().terminal().out());
        if (actions.isEmpty()) {
            out.println("Nothing to do: " + loaded.project().name() + " is as declared.");
            return;
        }
        Set<String> told = new HashSet<>();
        for (PlannedAction action : actions) {
            if (action.text().startsWith(RECREATE)) {
                recreation(out, palette, loaded, action);
                continue;
            }
            out.println(palette.strong(action.text()));
            out.println("    because " + action.because() + palette.quiet(place(loaded, action.path())));
            // Once for a service: all of its containers have the same reason.
            List<PlannedAction.Change> changes =
                    action.changes().isEmpty() || told.add(action.path()) ? action.changes() : List.of();
            for (PlannedAction.Change change : changes) {
                String place = place(loaded, action.path() + "." + change.path());
                out.println("      " + sentence(change) + palette.quiet(place));
            }
        }
        out.println(actions.size() == 1 ? "1 action." : actions.size() + " actions.");
    }

    /** Of a network or volume, in one line: {@code network shop_front: recreate because internal ... (stack.yml:9:15)}. */
    private static void recreation(PrintStream out, Palette palette, Loaded loaded, PlannedAction action) {
        String changes = action.changes().stream()
                .map(change -> change.text() + palette.quiet(place(loaded, action.path() + "." + change.path())))
                .collect(Collectors.joining("; "));
        out.println(palette.strong(action.text().substring(RECREATE.length()) + ": recreate") + " because "
                + (changes.isEmpty() ? action.because() : changes));
    }

    private static String place(Loaded loaded, String path) {
        return loaded.sources()
                .at(path)
                .map(Span::toString)
                .map(span -> "  (" + span + ")")
                .orElse("");
    }

    private static String sentence(PlannedAction.Change change) {
        if (change.before().isEmpty()) {
            return change.path() + ": " + change.after() + " is new";
        }
        if (change.after().isEmpty()) {
            return change.path() + ": " + change.before() + " is gone";
        }
        return change.path() + ": " + change.before() + " -> " + change.after();
    }

    private static String json(List<PlannedAction> actions) {
        return JsonText.of(out -> write(out, actions));
    }

    static void write(JsonGenerator out, List<PlannedAction> actions) throws IOException {
        out.writeStartArray();
        for (PlannedAction action : actions) {
            out.writeStartObject();
            out.writeStringField("action", action.text());
            out.writeStringField("because", action.because());
            out.writeStringField("path", action.path());
            out.writeArrayFieldStart("changes");
            for (PlannedAction.Change change : action.changes()) {
                out.writeStartObject();
                out.writeStringField("path", change.path());
                out.writeStringField("before", change.before());
                out.writeStringField("after", change.after());
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeEndObject();
        }
        out.writeEndArray();
    }
}
