package io.jcompose.orchestrator.daemon;

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
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a project's containers, for one client: the difference between two looks at a container, with the
 * names of docker's events, and what was commanded of it. Who reads too slowly is told so and let go.
 */
final class EventFeed {
    private static final int MOST_WAITING = 10_000;
    private static final String CONTAINER = "Container ";

    private final Containers containers;
    private final Inventory inventory;
    private final Clock clock;
    private final String project;
    private final EventSink sink;
    private final BlockingQueue<Object> news = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Map<String, Seen> known = new HashMap<>();
    private volatile boolean overrun;

    /** A container at the last look. */
    private record Seen(Inventory.Row row, ContainerStatus status) {}

    EventFeed(Containers containers, Inventory inventory, Clock clock, String project, EventSink sink) {
        this.containers = containers;
        this.inventory = inventory;
        this.clock = clock;
        this.project = project;
        this.sink = sink;
    }

    /** Until the thread is interrupted or the sink refuses. */
    void run(ContainerEvents events, EventStream progress) throws IOException, InterruptedException {
        Consumer<String> listener = this::offer;
        events.add(listener);
        EventStream.Subscription commands = progress.subscribe(step -> {
            if (step.project().equals(project) && command(step) != null) {
                offer(step);
            }
        });
        try (commands) {
            inventory
                    .rows(project)
                    .forEach(row -> status(row.id()).ifPresent(status -> known.put(row.id(), new Seen(row, status))));
            sink.ready();
            while (true) {
                Object next = news.take();
                if (overrun) {
                    throw new IOException("events came faster than they were read");
                }
                if (next instanceof Progress step) {
                    commanded(step);
                } else {
                    look(String.valueOf(next));
                }
            }
        } finally {
            events.remove(listener);
        }
    }

    private void offer(Object one) {
        overrun |= !news.offer(one);
    }

    private Optional<ContainerStatus> status(String id) {
        return Optional.ofNullable(containers.state(id)).map(ContainerState::status);
    }

    /** Docker's name for what was commanded, or null. */
    private static @Nullable String command(Progress step) {
        if (!step.id().startsWith(CONTAINER)) {
            return null;
        }
        return switch (step.status()) {
            case "Stopping", "Killing" -> "kill";
            case "Stopped" -> "stop";
            default -> null;
        };
    }

    private void commanded(Progress step) throws IOException {
        String name = step.id().substring(CONTAINER.length());
        for (Seen seen : known.values()) {
            if (seen.row().labels().name().equals(name)) {
                tell(String.valueOf(command(step)), seen.row(), clock.instant(), Map.of());
                return;
            }
        }
    }

    private void look(String id) throws IOException {
        Seen before = known.get(id);
        Optional<ContainerStatus> status = status(id);
        if (status.isEmpty()) {
            if (before != null) {
                known.remove(id);
                tell("destroy", before.row(), clock.instant(), Map.of());
            }
            return;
        }
        Optional<Inventory.Row> row = before == null
                ? inventory.rows(project).stream()
                        .filter(one -> one.id().equals(id))
                        .findFirst()
                : inventory.row(id);
        if (row.isEmpty()) {
            return;
        }
        known.put(id, new Seen(row.get(), status.get()));
        if (before == null) {
            tell("create", row.get(), Instant.parse(row.get().labels().created()), Map.of());
        }
        changed(before, row.get(), status.get());
    }

    private void changed(@Nullable Seen before, Inventory.Row row, ContainerStatus now) throws IOException {
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

    private void tell(String action, Inventory.Row row, Instant time, Map<String, String> more) throws IOException {
        Map<String, String> attributes = new HashMap<>(more);
        attributes.put("name", row.labels().name());
        attributes.put("image", row.labels().reference());
        sink.happened(new Happening(time, action, row.id(), row.service(), attributes));
    }
}
