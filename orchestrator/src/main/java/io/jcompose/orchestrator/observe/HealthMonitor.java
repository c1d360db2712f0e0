package io.jcompose.orchestrator.observe;

import io.jcompose.orchestrator.plan.Health;
import io.jcompose.runtime.ContainerState;
import io.jcompose.runtime.ContainerStatus;
import io.jcompose.runtime.Containers;
import io.jcompose.runtime.ExecSpec;
import io.jcompose.runtime.ProbeResult;
import io.jcompose.spec.Healthcheck;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Probes running containers and keeps what the probes say, with the rules of moby's health monitor: first probe after one
 * interval, failures within the start period do not count, one success makes healthy.
 */
public final class HealthMonitor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HealthMonitor.class);

    private final Containers containers;
    private final Ledger ledger;
    private final BootClock clock;
    private final Function<Labels, @Nullable Healthcheck> checks;
    private final Consumer<String> changed;
    private final ScheduledExecutorService timer;
    private final Map<String, Watch> watches = new ConcurrentHashMap<>();

    /** One run of a container that is being probed. */
    private static final class Watch {
        final Instant run;
        final Healthcheck check;
        final long begun = System.nanoTime();
        int streak;
        volatile boolean over;
        volatile @Nullable ScheduledFuture<?> next;

        Watch(Instant run, Healthcheck check) {
            this.run = run;
            this.check = check;
        }

        boolean starting() {
            return System.nanoTime() - begun < check.startPeriod().toNanos();
        }

        void end() {
            over = true;
            ScheduledFuture<?> planned = next;
            if (planned != null) {
                planned.cancel(false);
            }
        }
    }

    /**
     * A monitor.
     *
     * @param checks the probe of a container's service, or null for none
     * @param changed called with the id when the health of a container changed
     */
    public HealthMonitor(
            Containers containers,
            Ledger ledger,
            BootClock clock,
            Function<Labels, @Nullable Healthcheck> checks,
            Consumer<String> changed) {
        this.containers = containers;
        this.ledger = ledger;
        this.clock = clock;
        this.checks = checks;
        this.changed = changed;
        this.timer = Executors.newSingleThreadScheduledExecutor(work -> {
            var thread = new Thread(work, "health");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Looks at a container whose status may have changed: begins or ends its probes. */
    public void look(String id) {
        try {
            timer.execute(() -> begin(id));
        } catch (RejectedExecutionException e) {
            LOG.debug("the health monitor is closed");
        }
    }

    private void begin(String id) {
        ContainerState state = containers.state(id);
        Watch old = watches.get(id);
        if (state == null || !(state.status() instanceof ContainerStatus.Running running)) {
            if (old != null) {
                watches.remove(id);
                old.end();
            }
            return;
        }
        Healthcheck check = Labels.of(state.spec().labels()).map(checks).orElse(null);
        if (old != null && old.run.equals(running.startedAt()) && old.check.equals(check)) {
            return;
        }
        if (old != null) {
            old.end();
            watches.remove(id);
        }
        if (check == null || check.disabled()) {
            return;
        }
        Watch watch = new Watch(running.startedAt(), check);
        watches.put(id, watch);
        boolean adopted = old == null && ledger.get(id).health() != Health.NONE && isOld(running.startedAt());
        if (!adopted) {
            become(id, Health.STARTING);
        }
        plan(id, watch);
    }

    /** Whether the run began before this monitor could have seen it: its health is in the ledger. */
    private boolean isOld(Instant started) {
        return started.isBefore(opened);
    }

    private final Instant opened = Instant.now();

    private void plan(String id, Watch watch) {
        if (!watch.over && !timer.isShutdown()) {
            var wait = watch.starting() ? watch.check.startInterval() : watch.check.interval();
            var shorter =
                    wait.compareTo(watch.check.interval()) < 0 || !watch.starting() ? wait : watch.check.interval();
            watch.next = timer.schedule(() -> probe(id, watch), shorter.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void probe(String id, Watch watch) {
        if (watch.over) {
            return;
        }
        var command = new ExecSpec(command(watch.check.test()), List.of(), null, null, false);
        containers.probe(id, command, watch.check.timeout()).whenComplete((result, failure) -> {
            ProbeResult seen =
                    failure == null ? result : new ProbeResult(ProbeResult.COULD_NOT_RUN, String.valueOf(failure));
            try {
                timer.execute(() -> answered(id, watch, seen));
            } catch (RejectedExecutionException e) {
                LOG.debug("the health monitor is closed");
            }
        });
    }

    private static List<String> command(List<String> test) {
        return switch (test.get(0)) {
            case "CMD-SHELL" -> List.of("/bin/sh", "-c", String.join(" ", test.subList(1, test.size())));
            case "CMD" -> test.subList(1, test.size());
            default -> test;
        };
    }

    private void answered(String id, Watch watch, ProbeResult result) {
        if (watch.over || !isOf(watch, containers.state(id))) {
            return;
        }
        if (result.code() == 0) {
            watch.streak = 0;
            become(id, Health.HEALTHY);
        } else if (!(watch.starting() && ledger.get(id).health() == Health.STARTING)) {
            watch.streak++;
            LOG.debug("probe of {} failed ({}): {}", id, result.code(), result.output());
            if (watch.streak >= watch.check.retries()) {
                become(id, Health.UNHEALTHY);
            }
        }
        plan(id, watch);
    }

    /** An answer may come when the next run has begun, of which it says nothing. */
    private static boolean isOf(Watch watch, @Nullable ContainerState state) {
        return state != null
                && state.status() instanceof ContainerStatus.Running running
                && running.startedAt().equals(watch.run);
    }

    private void become(String id, Health health) {
        // A probe may answer when its container is gone already, and forgotten.
        if (ledger.get(id).health() == health || containers.state(id) == null) {
            return;
        }
        try {
            ledger.put(id, health, clock.millis());
        } catch (IOException e) {
            LOG.warn("health of {} cannot be stored: {}", id, e.getMessage());
        }
        LOG.info("container {} is {}", id, health.word());
        changed.accept(id);
    }

    /** Ends all probes. */
    @Override
    public void close() {
        timer.shutdownNow();
        watches.values().forEach(Watch::end);
    }
}
