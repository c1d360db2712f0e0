package io.jcompose.orchestrator.observe;

import io.jcompose.orchestrator.plan.Memo;
import io.jcompose.runtime.ContainerState;
import io.jcompose.runtime.ContainerStatus;
import io.jcompose.runtime.Containers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Containers as {@code ps} lists them. */
public final class Inventory {
    private final Containers containers;
    private final Ledger ledger;
    private final Clock clock;
    private final Policy policy;

    /** Whether the restart policy will start a container again that ended with this code. */
    public interface Policy {
        boolean restarts(Labels labels, int code);
    }

    public Inventory(Containers containers, Ledger ledger, Clock clock, Policy policy) {
        this.containers = containers;
        this.ledger = ledger;
        this.clock = clock;
        this.policy = policy;
    }

    /**
     * One container.
     *
     * @param state running, exited, created, failed, stopping or restarting
     * @param status as {@code Up 5 seconds (healthy)}
     * @param pid of the main process; 0 when it does not run
     * @param reason why it could not be started; empty when it could
     */
    public record Row(
            String id,
            Labels labels,
            String command,
            String state,
            String status,
            String health,
            int exitCode,
            int restarts,
            int pid,
            String reason) {}

    /** All containers of a project, by service and number. */
    public List<Row> rows(String project) {
        return containers.list().values().stream()
                .map(this::row)
                .flatMap(Optional::stream)
                .filter(row -> row.labels().slot().project().equals(project))
                .sorted(Comparator.comparing(row -> row.labels().slot()))
                .toList();
    }

    /** All containers of the orchestrator. */
    public List<Row> rows() {
        return containers.list().values().stream()
                .map(this::row)
                .flatMap(Optional::stream)
                .sorted(Comparator.comparing(row -> row.labels().slot()))
                .toList();
    }

    private Optional<Row> row(ContainerState state) {
        return Labels.of(state.spec().labels()).map(labels -> {
            Ledger.Note note = ledger.get(state.spec().id());
            boolean running = state.status() instanceof ContainerStatus.Running;
            return new Row(
                    state.spec().id(),
                    labels,
                    String.join(" ", state.spec().command()),
                    word(state.status(), note.memo(), labels),
                    status(state.status(), note, labels),
                    running ? note.health().word() : "none",
                    state.status() instanceof ContainerStatus.Exited exited ? exited.code() : 0,
                    note.memo().restarts(),
                    state.status() instanceof ContainerStatus.Running one ? one.pid() : 0,
                    state.status() instanceof ContainerStatus.FailedToStart failed ? failed.reason() : "");
        });
    }

    private String word(ContainerStatus status, Memo memo, Labels labels) {
        if (status instanceof ContainerStatus.Running) {
            return memo.stopDeadline() == 0 ? "running" : "stopping";
        }
        if (status instanceof ContainerStatus.Exited exited) {
            return comesBack(exited, memo, labels) ? "restarting" : "exited";
        }
        return status instanceof ContainerStatus.Created ? "created" : "failed";
    }

    private String status(ContainerStatus status, Ledger.Note note, Labels labels) {
        if (status instanceof ContainerStatus.Running running) {
            String health = switch (note.health()) {
                case NONE -> "";
                case STARTING -> " (health: starting)";
                case HEALTHY -> " (healthy)";
                case UNHEALTHY -> " (unhealthy)";
            };
            String restarts =
                    note.memo().restarts() == 0 ? "" : ", " + note.memo().restarts() + " restarts";
            return "Up " + since(running.startedAt()) + health + restarts;
        }
        if (status instanceof ContainerStatus.Exited exited) {
            String memory = exited.oomKilled() ? ", out of memory" : "";
            String word = comesBack(exited, note.memo(), labels) ? "Restarting" : "Exited";
            return word + " (" + exited.code() + ") " + since(exited.finishedAt()) + " ago" + memory;
        }
        return status instanceof ContainerStatus.Created ? "Created" : "Failed to start";
    }

    private boolean comesBack(ContainerStatus.Exited exited, Memo memo, Labels labels) {
        return memo.stopDeadline() == 0 && policy.restarts(labels, exited.code());
    }

    /** As Docker says it: {@code 5 seconds}, {@code About a minute}, {@code 3 hours}. */
    private String since(Instant then) {
        return Ages.text(Duration.between(then, clock.instant()));
    }
}
