package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.cli.screen.LogPrinter;
import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.LogsRequest;
import io.jcompose.orchestrator.client.Message;
import io.jcompose.orchestrator.client.MessageStream;
import io.jcompose.spec.SpecException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code logs}. */
@picocli.CommandLine.Command(
        description = "Shows what the containers of a project wrote, those that have ended too.",
        footer = {
            "",
            "Examples:",
            "  jcompose logs -f --tail 10        the last lines, then what comes",
            "  jcompose logs web --since 5m      the last five minutes of web",
            "  jcompose -p shop logs --no-log-prefix -t"
        })
public final class LogsCommand implements Command {
    @Parameters(paramLabel = "SERVICE", arity = "0..*", description = "Only these services.")
    private List<String> services = new ArrayList<>();

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what comes, also of containers started later.")
    private boolean follow;

    @Option(
            names = {"-n", "--tail"},
            paramLabel = "N",
            defaultValue = "all",
            description = "Only the last N lines of each container.")
    private String tail = "all";

    @Option(
            names = {"-t", "--timestamps"},
            description = "Show when each line was written.")
    private boolean timestamps;

    @Option(names = "--since", paramLabel = "TIME", description = "A time (2026-11-22T10:00:00Z) or an age (5m).")
    private @Nullable String since;

    @Option(names = "--until", paramLabel = "TIME", description = "A time (2026-11-22T10:00:00Z) or an age (5m).")
    private @Nullable String until;

    @Option(names = "--index", paramLabel = "N", description = "Only this replica.")
    private @Nullable Integer index;

    @Option(names = "--no-color", description = "No colours.")
    private boolean plain;

    @Option(names = "--no-log-prefix", description = "No names before the lines.")
    private boolean bare;

    @Override
    public int run(Session session) throws SpecException, DaemonException, UsageException {
        var now = session.console().clock().instant();
        LogsRequest request = new LogsRequest(
                services, follow, tailCount(), Moments.of(since, now), Moments.of(until, now), Seconds.of(index));
        String project = session.projectName();
        LogPrinter printer = new LogPrinter(session.console(), LogLooks.of(session, plain, bare, timestamps));
        try (MessageStream stream = session.client().logs(project, request)) {
            stream.whenIdle(printer::flush);
            copy(stream, printer);
        }
        printer.flush();
        return 0;
    }

    private static void copy(MessageStream stream, LogPrinter printer) throws DaemonException {
        for (Optional<Message> message = stream.next(); message.isPresent(); message = stream.next()) {
            if (message.get() instanceof Message.LogLine line) {
                printer.print(line);
            } else if (message.get() instanceof Message.Event event && event.exit()) {
                printer.tell(event.container(), Exits.sentence(event));
            }
        }
    }

    private OptionalInt tailCount() throws UsageException {
        if (tail.equals("all") || tail.equals("-1")) {
            return OptionalInt.empty();
        }
        if (!tail.matches("\\d{1,9}")) {
            throw new UsageException("--tail takes a number or all, not " + tail);
        }
        return OptionalInt.of(Integer.parseInt(tail));
    }
}
