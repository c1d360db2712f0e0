package io.jcompose.orchestrator.daemon;

import io.jcompose.orchestrator.api.ContainerStreams;
import io.jcompose.orchestrator.observe.Inventory;
import io.jcompose.orchestrator.plan.Slot;
import io.jcompose.orchestrator.reconcile.Refused;
import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.Containers;
import io.jcompose.runtime.ExecSession;
import io.jcompose.runtime.ExecSpec;
import io.jcompose.runtime.LogReader;
import io.jcompose.runtime.LogRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;

/** {@link ContainerStreams} on the runtime. */
final class LiveStreams implements ContainerStreams {
    private final Containers containers;
    private final Inventory inventory;
    private final ContainerEvents events;
    private final EventJournal journal;

    LiveStreams(Containers containers, Inventory inventory, ContainerEvents events, EventJournal journal) {
        this.containers = containers;
        this.inventory = inventory;
        this.events = events;
        this.journal = journal;
    }

    @Override
    public void logs(LogQuery query, LogSink sink) throws Refused, IOException, InterruptedException {
        if (query.follow()) {
            new LogFollower(containers, inventory, query, sink).run(events);
        } else {
            merge(query, sink);
        }
    }

    /** All lines of all containers, in the order of their times. */
    private void merge(LogQuery query, LogSink sink) throws Refused, IOException {
        List<Track> tracks = new ArrayList<>();
        try {
            var queue = new PriorityQueue<Track>(Comparator.comparing(track -> track.head.time()));
            for (Inventory.Row row : inventory.rows(query.project())) {
                if (wanted(query, row)) {
                    LogReader reader =
                            containers.logs(row.id(), new LogRequest(query.tail(), query.since(), query.until()));
                    Optional<LogReader.Line> first = reader.next();
                    if (first.isPresent()) {
                        Track track = new Track(source(row), reader, first.get());
                        tracks.add(track);
                        queue.add(track);
                    } else {
                        reader.close();
                    }
                }
            }
            while (!queue.isEmpty()) {
                Track track = queue.remove();
                write(sink, track.source, track.head);
                Optional<LogReader.Line> next = track.reader.next();
                if (next.isPresent()) {
                    track.head = next.get();
                    queue.add(track);
                }
            }
        } catch (ContainerException e) {
            throw new Refused(Refused.Kind.FAILED, String.valueOf(e.getMessage()), "");
        } finally {
            tracks.forEach(track -> track.reader.close());
        }
    }

    private static final class Track {
        final Source source;
        final LogReader reader;
        LogReader.Line head;

        Track(Source source, LogReader reader, LogReader.Line head) {
            this.source = source;
            this.reader = reader;
            this.head = head;
        }
    }

    static boolean wanted(LogQuery query, Inventory.Row row) {
        Slot slot = row.labels().slot();
        return slot.project().equals(query.project())
                && row.labels().oneOff().isEmpty()
                && (query.services().isEmpty() || query.services().contains(slot.service()))
                && (query.index() == 0 || query.index() == slot.number());
    }

    /** The container's name without its project, as compose prefixes log lines. */
    static Source source(Inventory.Row row) {
        Slot slot = row.labels().slot();
        String name = row.labels().name();
        String prefix = slot.project() + "-";
        String shown = name.startsWith(prefix) ? name.substring(prefix.length()) : name;
        return new Source(shown, slot.service(), slot.number());
    }

    static void write(LogSink sink, Source source, LogReader.Line line) throws IOException {
        String text = new String(line.text(), StandardCharsets.UTF_8);
        sink.line(source, line.time(), line.error(), line.partial(), text);
    }

    @Override
    public Command exec(ExecQuery query) throws Refused {
        Inventory.Row row = inventory.rows(query.project()).stream()
                .filter(one -> one.labels().slot().service().equals(query.service()))
                .filter(one -> query.index() == 0 || one.labels().slot().number() == query.index())
                .filter(one -> one.pid() != 0)
                .findFirst()
                .orElseThrow(() ->
                        new Refused(Refused.Kind.CONFLICT, "service \"" + query.service() + "\" is not running", ""));
        try {
            ExecSession session = containers.exec(
                    row.id(),
                    new ExecSpec(
                            query.command(), query.environment(), query.user(), query.workingDirectory(), query.tty()));
            if (query.tty() && query.rows() > 0) {
                session.resize(query.rows(), query.columns());
            }
            return new LiveCommand(session);
        } catch (ContainerException | IOException e) {
            throw new Refused(Refused.Kind.FAILED, String.valueOf(e.getMessage()), "");
        }
    }

    @Override
    public void events(EventQuery query, EventSink sink) throws IOException, InterruptedException {
        journal.follow(query, sink);
    }

    @Override
    public Command attend(String id) throws Refused {
        try {
            return AttendedRun.open(containers, events, id);
        } catch (ContainerException | IOException e) {
            throw new Refused(Refused.Kind.FAILED, String.valueOf(e.getMessage()), "");
        }
    }

    private record LiveCommand(ExecSession session) implements Command {
        @Override
        public OutputStream input() {
            return session.input();
        }

        @Override
        public InputStream output() {
            return session.output();
        }

        @Override
        public InputStream error() {
            return session.error();
        }

        @Override
        public void resize(int rows, int columns) throws IOException {
            session.resize(rows, columns);
        }

        @Override
        public void signal(int signal) throws IOException {
            session.signal(signal);
        }

        @Override
        public CompletableFuture<Integer> exit() {
            return session.exit();
        }

        @Override
        public void close() {
            session.close();
        }
    }
}
