package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.asked.Operation;
import io.jcompose.orchestrator.cli.screen.BuildScreen;
import io.jcompose.orchestrator.cli.screen.LogPrinter;
import io.jcompose.orchestrator.cli.screen.Progress;
import io.jcompose.orchestrator.client.ContainerRow;
import io.jcompose.orchestrator.client.DaemonClient;
import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.LogsRequest;
import io.jcompose.orchestrator.client.Message;
import io.jcompose.orchestrator.client.MessageStream;
import io.jcompose.orchestrator.client.ProjectStatus;
import io.jcompose.orchestrator.client.UpRequest;
import io.jcompose.orchestrator.watch.Triggers;
import io.jcompose.spec.Loaded;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * {@code up} with logs: three talks with the daemon side by side. The logs are opened first, so that nothing is missed;
 * the work runs on a thread of its own; Ctrl-C sends a stop, the second one a kill.
 */
final class AttachedUp {
    private static final int INTERRUPTED = 130;

    private final Session session;
    private final DaemonClient client;
    private final UpRequest request;
    private final Attachment attachment;
    private final String project;
    private final LogPrinter printer;
    private final Attended attended;
    private final Loaded loaded;
    private final UpEnd end = new UpEnd();
    private @Nullable Task afterStart;

    /** When the end of one container ends all. */
    enum Abort {
        NEVER,
        ON_EXIT,
        ON_FAILURE
    }

    /** The look of the lines. */
    record Looks(boolean plain, boolean bare, boolean timestamps) {}

    /** What is watched, and what its end means. */
    record Attachment(
            List<String> only,
            List<String> without,
            boolean dependencies,
            Abort abort,
            @Nullable String exitCodeFrom,
            Looks looks) {}

    AttachedUp(Session session, DaemonClient client, Loaded loaded, UpRequest request, Attachment attachment)
            throws UsageException {
        this.session = session;
        this.client = client;
        this.request = request;
        this.attachment = attachment;
        this.loaded = loaded;
        this.project = loaded.project().name();
        Looks looks = attachment.looks();
        this.printer = new LogPrinter(
                session.console(), LogLooks.of(session, looks.plain(), looks.bare(), looks.timestamps()));
        this.attended = Attended.of(loaded.project(), request, attachment);
    }

    /** The same, and brings changed files into the containers once they run. */
    int run(Triggers triggers, BuildScreen screen)
            throws DaemonException, UsageException, IOException, InterruptedException {
        WatchLock lock = WatchLock.take(session.place().run(), project);
        try (lock;
                Watching opened = Watching.open(triggers, new Lines())) {
            WatchHands hands =
                    new WatchHands(session, client, loaded, triggers, new Lines(), new WatchHands.Manner(true, screen));
            afterStart = () -> opened.run(new Attending(hands));
            return run();
        }
    }

    int run() throws DaemonException, UsageException, IOException, InterruptedException {
        printer.expect(attended.containers());
        session.console().out().println("Attaching to " + String.join(", ", attended.containers()));
        session.console().out().flush();
        Interrupts interrupts = Interrupts.on(this::interrupted, "INT", "TERM");
        try (interrupts;
                MessageStream logs = client.logs(project, following());
                Progress progress = session.progress()) {
            thread("up", () -> work(progress));
            thread("logs", () -> new LogFollower(logs, printer, progress, attended).follow(this::exited));
            return end.await(this::nothingAlive);
        } finally {
            printer.flush();
        }
    }

    private LogsRequest following() {
        return new LogsRequest(
                List.of(),
                true,
                OptionalInt.empty(),
                session.console().clock().instant().toString(),
                "",
                OptionalInt.empty());
    }

    private interface Task {
        void run() throws DaemonException, IOException, InterruptedException;
    }

    /** What is told of watching, among the lines of the containers. */
    private final class Lines implements Watching.Voice {
        @Override
        public void say(String line) {
            printer.tellOfWatching(line);
        }

        @Override
        public void complain(String line) {
            printer.tellAll("warning: " + line);
        }
    }

    /** Containers that end because a new one is to take their place are no reason to end. */
    private final class Attending implements Watching.Hands {
        private final Watching.Hands hands;

        Attending(Watching.Hands hands) {
            this.hands = hands;
        }

        @Override
        public void begin() throws DaemonException {
            hands.begin();
        }

        @Override
        public void perform(List<io.jcompose.orchestrator.watch.Task> tasks)
                throws DaemonException, UsageException, IOException, InterruptedException {
            end.hold();
            try {
                hands.perform(tasks);
            } finally {
                end.release();
            }
        }
    }

    /** Runs beside the others; what goes wrong ends the whole. */
    private void thread(String name, Task task) {
        Thread thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } catch (DaemonException | IOException | RuntimeException e) {
                        end.failed(e);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    private void work(Progress progress) throws DaemonException {
        try (MessageStream stream = client.up(project, request)) {
            Message.Result result = stream.finish(progress::show);
            progress.beside(() -> Notices.show(session, result, request.asked().removeOrphans()));
            progress.close();
        }
        end.started();
        if (afterStart != null) {
            thread("watch", afterStart);
        }
    }

    private void exited(Message.Event exit) throws DaemonException {
        String source = attachment.exitCodeFrom();
        boolean aborts = !end.isHeld()
                && (attachment.abort() == Abort.ON_EXIT
                        || (attachment.abort() == Abort.ON_FAILURE && exit.code() != 0));
        boolean counts = aborts && (end.isStopping() || !isReplaced(exit));
        if (exit.service().equals(source)) {
            end.code(exit.code());
        } else if (source == null && counts) {
            end.codeIfNone(exit.code());
        }
        if (counts && end.beginStop()) {
            printer.tellAll("Aborting on container exit...");
            thread("abort", () -> operate(stop()));
        }
        end.look();
    }

    /** Somebody else may be replacing the last container: nothing is over while work is under way. */
    private boolean nothingAlive() throws DaemonException {
        return isNone(client.project(project), row -> true) && isNone(client.calmProject(project), row -> true);
    }

    /** Whether another container stands in the place of one that has ended. */
    private boolean isReplaced(Message.Event exit) throws DaemonException {
        return !isNone(
                client.calmProject(project),
                row -> row.name().equals(project + "-" + exit.container())
                        || row.name().equals(exit.container()));
    }

    private boolean isNone(Optional<ProjectStatus> status, Predicate<ContainerRow> which) {
        return status.stream()
                .flatMap(known -> known.containers().stream())
                .noneMatch(row -> attended.has(row.service()) && row.alive() && which.test(row));
    }

    private Operation stop() {
        return new Operation.Stop(meant(), request.asked().stopSeconds());
    }

    /** All that it looks after: what the named services depend on would keep it from ending. */
    private List<String> meant() {
        return request.asked().services().isEmpty() ? List.of() : List.copyOf(attended.services());
    }

    /** On the signal's thread: a stop, then a kill, then the end of this process whatever the daemon does. */
    private void interrupted() {
        end.codeIfNone(INTERRUPTED);
        if (end.beginStop()) {
            printer.tellAll("Gracefully Stopping... press Ctrl+C again to force");
            thread("stop", () -> operate(stop()));
        } else if (end.beginKill()) {
            thread("kill", () -> operate(new Operation.Kill(meant(), "KILL", false)));
        } else {
            Runtime.getRuntime().halt(INTERRUPTED);
        }
    }

    private void operate(Operation operation) throws DaemonException {
        try (MessageStream stream = client.operate(project, operation)) {
            stream.finish(step -> {});
        }
        end.started();
    }
}
