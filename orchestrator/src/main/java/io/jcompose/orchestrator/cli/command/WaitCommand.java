package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.asked.DownAsked;
import io.jcompose.orchestrator.client.ContainerRow;
import io.jcompose.orchestrator.client.DaemonClient;
import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.DownRequest;
import io.jcompose.orchestrator.client.LogsRequest;
import io.jcompose.orchestrator.client.Message;
import io.jcompose.orchestrator.client.MessageStream;
import io.jcompose.spec.SpecException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code wait}. */
@picocli.CommandLine.Command(
        description =
                "Waits until the containers of services have ended, once; ends with the last exit code. An end after"
                        + " which a container is restarted counts too, as with Docker.",
        footer = {"", "Examples:", "  jcompose wait job", "  jcompose wait --down-project tests"})
public final class WaitCommand implements Command {
    @Parameters(paramLabel = "SERVICE", arity = "1..*", description = "The services.")
    private List<String> services = new ArrayList<>();

    @Option(names = "--down-project", description = "Take the project down when the first of them has ended.")
    private boolean down;

    @Override
    public int run(Session session) throws SpecException, DaemonException, UsageException {
        String project = session.projectName();
        DaemonClient client = session.client();
        int code;
        // The stream is opened before the look: an end in between is in one of both.
        try (MessageStream events = client.logs(project, fromNow(session))) {
            code = new Waiting(session, project, client).until(events);
        }
        if (down) {
            session.finish(client.down(project, DownRequest.of(new DownAsked(List.of(), false, true, null))));
        }
        return code;
    }

    private LogsRequest fromNow(Session session) {
        return new LogsRequest(
                services,
                true,
                OptionalInt.empty(),
                session.console().clock().instant().toString(),
                "",
                OptionalInt.empty());
    }

    /** Containers that have not ended yet, by their names without the project. */
    private final class Waiting {
        private final Session session;
        private final Map<String, ContainerRow> left = new TreeMap<>();
        private int code;

        Waiting(Session session, String project, DaemonClient client) throws DaemonException, UsageException {
            this.session = session;
            List<ContainerRow> rows = ChosenRows.of(client.project(project), services);
            if (rows.isEmpty()) {
                throw new UsageException("no containers for project \"" + project + "\"");
            }
            rows.forEach(row -> left.put(row.service() + "-" + row.number(), row));
            rows.stream().filter(row -> !row.alive()).forEach(row -> ended(row, row.exitCode()));
        }

        int until(MessageStream events) throws DaemonException {
            while (!left.isEmpty() && !(down && left.size() < services.size())) {
                Optional<Message> message = events.next();
                if (message.isEmpty()) {
                    throw new DaemonException.Unreachable(
                            "the daemon ended before the containers did", "try again; jcompose starts it when needed");
                }
                if (message.get() instanceof Message.Event event && event.exit()) {
                    ContainerRow row = left.get(event.container());
                    if (row != null) {
                        ended(row, event.code());
                    }
                }
            }
            return code;
        }

        private void ended(ContainerRow row, int exit) {
            left.remove(row.service() + "-" + row.number());
            code = exit;
            session.console().out().println("container \"" + row.id() + "\" exited with status code " + exit);
            session.console().out().flush();
        }
    }
}
