package io.jcompose.orchestrator.observe;

import io.jcompose.orchestrator.plan.Memo;
import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.ContainerState;
import io.jcompose.runtime.ContainerStatus;
import io.jcompose.runtime.Containers;
import io.jcompose.runtime.LogReader;
import io.jcompose.runtime.LogRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Containers as {@code ps} lists them. */
public final class Inventory {
    /** Of two in one place the one that came last is first. */
    private static final Comparator<Row> ORDER = Comparator.comparing(
                    (Row row) -> row.labels().slot())
            .thenComparing(row -> row.labels().created(), Comparator.reverseOrder());

    private final Containers containers;
    private final Ledger ledger;
    private final Clock clock;
    private final Policy policy;

    /** Whether the restart policy will start a container again that ended with this code. */
    public interface Policy {
        boolean restarts(Labels labels, int code, Memo memo);
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
     * @param trouble why it keeps ending or is healed again and again; empty while all is well
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
            String reason,
            String trouble) {
        /** The service that it is of, or whose command it runs. */
        public String service() {
            return labels.oneOff().isEmpty() ? labels.slot().service() : labels.oneOff();
        }
    }

    /** All containers of a project, by service and number. */
    public List<Row> rows(String project) {
        return containers.list().values().stream()
                .map(this::row)
                .flatMap(Optional::stream)
                .filter(row -> row.labels().slot().project().equals(project))
                .sorted(ORDER)
                .toList();
    }

    /** All containers of the orchestrator. */
    public List<Row> rows() {
        return containers.list().values().stream()
                .map(this::row)
                .flatMap(Optional::stream)
                .sorted(ORDER)
                .toList();
    }

    /** One container. */
    public Optional<Row> row(String id) {
        return Optional.ofNullable(containers.state(id)).flatMap(this::row);
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
                    state.status() instanceof ContainerStatus.FailedToStart failed ? failed.reason() : "",
                    trouble(state.status(), note, labels));
        });
    }

    /** The end of what a container wrote: at most so many lines. */
    public List<String> lastLines(String id, int count) {
        List<String> lines = new ArrayList<>();
        try (LogReader reader = containers.logs(id, new LogRequest(count, null, null))) {
            for (Optional<LogReader.Line> line = reader.next(); line.isPresent(); line = reader.next()) {
                lines.add(new String(line.get().text(), StandardCharsets.UTF_8).stripTrailing());
            }
        } catch (ContainerException | IOException e) {
            // It was removed meanwhile; what was read is still true.
            return lines;
        }
        return lines;
    }

    private String trouble(ContainerStatus status, Ledger.Note note, Labels labels) {
        Memo memo = note.memo();
        if (status instanceof ContainerStatus.FailedToStart failed) {
            return failed.reason();
        }
        if (status instanceof ContainerStatus.Exited exited && comesBack(exited, memo, labels)) {
            return (exited.oomKilled() ? "out of memory, " : "") + "exited (" + exited.code() + ")";
        }
        if (status instanceof ContainerStatus.Exited exited && gaveUp(exited, memo)) {
            return "exited (" + exited.code() + "), not restarted any more";
        }
        if (!(status instanceof ContainerStatus.Running)) {
            return "";
        }
        if (memo.care().heals() > 0) {
            return "unhealthy, healed " + memo.care().heals() + " times in a row";
        }
        return memo.streak() > 1 ? "ended " + memo.streak() + " times in a row" : "";
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
            return "Up " + since(running.startedAt()) + health + restarts(note.memo());
        }
        if (status instanceof ContainerStatus.Exited exited) {
            String memory = exited.oomKilled() ? ", out of memory" : "";
            String word = comesBack(exited, note.memo(), labels) ? "Restarting" : "Exited";
            return word + " (" + exited.code() + ") " + since(exited.finishedAt()) + " ago" + memory
                    + restarts(note.memo());
        }
        return status instanceof ContainerStatus.Created ? "Created" : "Failed to start";
    }

    private static String restarts(Memo memo) {
        return memo.restarts() == 0 ? "" : ", " + memo.restarts() + " restarts";
    }

    /** Whether a container that ended with this code is started again by its policy. */
    public boolean comesBack(String id, Labels labels, int code) {
        return policy.restarts(labels, code, ledger.get(id).memo());
    }

    private boolean comesBack(ContainerStatus.Exited exited, Memo memo, Labels labels) {
        return memo.stopDeadline() == 0 && policy.restarts(labels, exited.code(), memo);
    }

    /** Whether its policy restarted it until there were attempts enough. */
    private static boolean gaveUp(ContainerStatus.Exited exited, Memo memo) {
        return exited.code() != 0 && memo.restarts() > 0 && !memo.stopBegun();
    }

    /** As Docker says it: {@code 5 seconds}, {@code About a minute}, {@code 3 hours}. */
    private String since(Instant then) {
        return Ages.text(Duration.between(then, clock.instant()));
    }
}
