package io.jcompose.orchestrator.daemon;

import io.jcompose.orchestrator.api.ContainerStreams.EventQuery;
import io.jcompose.orchestrator.api.ContainerStreams.EventSink;
import io.jcompose.orchestrator.api.ContainerStreams.Happening;
import io.jcompose.orchestrator.execute.Progress;
import io.jcompose.orchestrator.observe.Inventory;
import io.jcompose.orchestrator.reconcile.EventStream;
import io.jcompose.runtime.ContainerState;
import io.jcompose.runtime.ContainerStatus;
import io.jcompose.runtime.Containers;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens to containers: the difference between two looks at one, with the names of docker's events, and what was
 * commanded of it. The last ones are kept in memory, as docker keeps them, for those who ask later. Who reads too slowly
 * is told so and let go.
 */
final class EventJournal implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventJournal.class);
    private static final int KEPT = 1_000;
    private static final int MOST_WAITING = 10_000;

    private final Containers containers;
    private final Inventory inventory;
    private final Clock clock;
    private final BlockingQueue<Object> news = new LinkedBlockingQueue<>();
    private final Map<String, Seen> known = new HashMap<>();
    private final Deque<Entry> kept = new ArrayDeque<>();
    private final Set<Reader> readers = new HashSet<>();
    private final Thread thread;

    /** A container at the last look. */
    private record Seen(Inventory.Row row, ContainerStatus status) {}

    private record Entry(String project, Happening happening) {}

    private EventJournal(Containers containers, Inventory inventory, Clock clock) {
        this.containers = containers;
        this.inventory = inventory;
        this.clock = clock;
        this.thread = new Thread(this::loop, "events");
        this.thread.setDaemon(true);
    }

    /** One that notes what comes from now on. */
    static EventJournal open(
            Containers containers, Inventory inventory, ContainerEvents events, EventStream progress, Clock clock) {
        EventJournal journal = new EventJournal(containers, inventory, clock);
        events.add(journal.news::add);
        var unused = progress.subscribe(step -> {
            if (command(step) != null) {
                journal.news.add(step);
            }
        });
        inventory
                .rows()
                .forEach(row -> journal.status(row.id())
                        .ifPresent(status -> journal.known.put(row.id(), new Seen(row, status))));
        journal.thread.start();
        return journal;
    }

    private void loop() {
        try {
            while (true) {
                Object next = news.take();
                if (next instanceof Progress step) {
                    commanded(step);
                } else {
                    look(String.valueOf(next));
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("no events are noted any more", e);
        }
    }

    /** What one client has still to read. */
    private static final class Reader {
        private final EventQuery query;
        private final BlockingQueue<Happening> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
        private volatile boolean overrun;

        Reader(EventQuery query) {
            this.query = query;
        }

        void offer(Entry entry) {
            if (entry.project().equals(query.project())) {
                overrun |= !waiting.offer(entry.happening());
            }
        }
    }

    /** Until the time that the query names, the thread is interrupted, or the sink refuses. */
    void follow(EventQuery query, EventSink sink) throws IOException, InterruptedException {
        Reader reader = new Reader(query);
        begin(reader);
        try {
            sink.ready();
            while (true) {
                Optional<Happening> next = next(reader);
                if (reader.overrun) {
                    throw new IOException("events came faster than they were read");
                }
                if (next.isEmpty() || isAfter(next.get(), query)) {
                    return;
                }
                sink.happened(next.get());
            }
        } finally {
            end(reader);
        }
    }

    private static boolean isAfter(Happening happening, EventQuery query) {
        return query.until() != null && happening.time().isAfter(query.until());
    }

    /** Empty when the query's time is over. */
    private Optional<Happening> next(Reader reader) throws InterruptedException {
        Instant until = reader.query.until();
        if (until == null) {
            return Optional.of(reader.waiting.take());
        }
        long left = Math.max(0, Duration.between(clock.instant(), until).toMillis());
        return Optional.ofNullable(reader.waiting.poll(left, TimeUnit.MILLISECONDS));
    }

    private synchronized void begin(Reader reader) {
        Instant since = reader.query.since();
        if (since != null) {
            kept.stream()
                    .filter(entry -> !entry.happening().time().isBefore(since))
                    .forEach(reader::offer);
        }
        readers.add(reader);
    }

    private synchronized void end(Reader reader) {
        readers.remove(reader);
    }

    private synchronized void note(Entry entry) {
        kept.addLast(entry);
        if (kept.size() > KEPT) {
            kept.removeFirst();
        }
        readers.forEach(reader -> reader.offer(entry));
    }

    private Optional<ContainerStatus> status(String id) {
        return Optional.ofNullable(containers.state(id)).map(ContainerState::status);
    }

    /** Docker's name for what was commanded, or null. */
    private static @Nullable String command(Progress step) {
        if (step.container().isEmpty()) {
            return null;
        }
        return switch (step.status()) {
            case "Stopping", "Killing" -> "kill";
            case "Stopped" -> "stop";
            default -> null;
        };
    }

    private void commanded(Progress step) {
        Seen seen = known.get(step.container());
        if (seen != null) {
            tell(String.valueOf(command(step)), seen.row(), clock.instant(), Map.of());
        }
    }

    private void look(String id) {
        Seen before = known.get(id);
        Optional<ContainerStatus> status = status(id);
        if (status.isEmpty()) {
            if (before != null) {
                known.remove(id);
                tell("destroy", before.row(), clock.instant(), Map.of());
            }
            return;
        }
        Optional<Inventory.Row> row = inventory.row(id);
        if (row.isEmpty()) {
            return;
        }
        known.put(id, new Seen(row.get(), status.get()));
        if (before == null) {
            tell("create", row.get(), Instant.parse(row.get().labels().created()), Map.of());
        }
        changed(before, row.get(), status.get());
    }

    private void changed(@Nullable Seen before, Inventory.Row row, ContainerStatus now) {
        ContainerStatus was = before == null ? new ContainerStatus.Created() : before.status();
        if (!now.equals(was) && now instanceof ContainerStatus.Running running) {
            tell("start", row, running.startedAt(), Map.of());
        } else if (!now.equals(was) && now instanceof ContainerStatus.Exited exited) {
            boolean seenRunning = was instanceof ContainerStatus.Running running
                    && running.startedAt().equals(exited.startedAt());
            if (!seenRunning) {
                tell("start", row, exited.startedAt(), Map.of());
            }
            if (exited.oomKilled()) {
                tell("oom", row, exited.finishedAt(), Map.of());
            }
            tell("die", row, exited.finishedAt(), Map.of("exitCode", Integer.toString(exited.code())));
        }
        String health = before == null ? "none" : before.row().health();
        boolean probed = row.health().equals("healthy") || row.health().equals("unhealthy");
        if (probed && !row.health().equals(health)) {
            tell("health_status: " + row.health(), row, clock.instant(), Map.of());
        }
    }

    private void tell(String action, Inventory.Row row, Instant time, Map<String, String> more) {
        Map<String, String> attributes = new HashMap<>(more);
        attributes.put("name", row.labels().name());
        attributes.put("image", row.labels().reference());
        String project = row.labels().slot().project();
        note(new Entry(project, new Happening(time, action, row.id(), row.service(), attributes)));
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
