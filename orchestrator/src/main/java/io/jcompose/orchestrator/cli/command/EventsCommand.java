package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.Message;
import io.jcompose.orchestrator.client.MessageStream;
import io.jcompose.spec.SpecException;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code events}. */
@picocli.CommandLine.Command(
        description =
                "Shows what happens to the containers of a project from now on, until Ctrl-C; remembered ones with --since.",
        footer = {
            "",
            "Examples:",
            "  jcompose events",
            "  jcompose events --json web | jq .action",
            "  jcompose events --since 10m --until 0s"
        })
public final class EventsCommand implements Command {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS");

    @Parameters(paramLabel = "SERVICE", arity = "0..*", description = "Only these services.")
    private List<String> services = new ArrayList<>();

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    @Option(names = "--since", paramLabel = "TIME", description = "Also the last thousand of this host since then.")
    private @Nullable String since;

    @Option(
            names = "--until",
            paramLabel = "TIME",
            description = "End then: a time (2026-11-22T10:00:00Z) or an age (5m).")
    private @Nullable String until;

    @Override
    public int run(Session session) throws SpecException, DaemonException, UsageException, IOException {
        Instant now = session.console().clock().instant();
        String from = Moments.of(since, now);
        String to = Moments.of(until, now);
        String project = session.projectName();
        try (MessageStream events = session.client().events(project, from, to)) {
            for (Optional<Message> next = events.next(); next.isPresent(); next = events.next()) {
                if (next.get() instanceof Message.Happening one
                        && (services.isEmpty() || services.contains(one.service()))) {
                    session.console().out().println(json ? json(one) : text(one));
                    session.console().out().flush();
                } else if (next.get() instanceof Message.Result) {
                    return 0;
                }
            }
        }
        throw new DaemonException.Unreachable("the daemon ended", "try again; jcompose starts it when needed");
    }

    private static String text(Message.Happening one) {
        String attributes = one.attributes().entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(", "));
        String time = TIME.withZone(ZoneId.systemDefault()).format(Instant.parse(one.time()));
        return time + " container " + one.action() + " " + one.id() + " (" + attributes + ")";
    }

    private static String json(Message.Happening one) {
        return JsonText.object(out -> {
            out.writeStringField("time", one.time());
            out.writeStringField("type", "container");
            out.writeStringField("action", one.action());
            out.writeStringField("id", one.id());
            out.writeStringField("service", one.service());
            out.writeObjectFieldStart("attributes");
            for (var entry : one.attributes().entrySet()) {
                out.writeStringField(entry.getKey(), entry.getValue());
            }
            out.writeEndObject();
        });
    }
}
