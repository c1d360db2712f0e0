package io.jcompose.orchestrator.plan;

import io.jcompose.spec.Healing;
import io.jcompose.spec.Rollout;
import io.jcompose.spec.decode.Replacing;
import java.time.Duration;
import java.util.OptionalLong;

/** Whether a new container of a service can be relied on, so that the next one may be replaced. */
final class Trust {
    /** How long one without a probe is watched where the file does not say: who crashes, crashes at once. */
    private static final long UNSAID_MONITOR_MILLIS = 1_000;

    private final WantedService service;
    private final long now;
    private final long monitor;
    private final boolean judged;
    private final long begun;

    /** How a container does. */
    enum State {
        SETTLED,
        UNSURE,
        FAILED
    }

    Trust(WantedService service, Rollout rollout, long now) {
        this.service = service;
        this.now = now;
        Update update = service.update();
        // One replica of which the file says nothing is simply replaced: there is nobody who could go on serving.
        this.judged = rollout.said()
                || service.replicas() > 1
                || (update != null && update.state() == Update.State.ROLLING_BACK);
        Duration said = rollout.monitor();
        long unsaid = judged && service.probe() == null ? UNSAID_MONITOR_MILLIS : 0;
        this.monitor = said == null ? unsaid : said.toMillis();
        this.begun = update == null || update.begun() > now ? 0 : update.begun();
    }

    State in(ObservedContainer container) {
        Life life = container.life();
        Memo memo = container.memo();
        if (memo.start() < service.tokens().start() && !(life instanceof Life.Running)) {
            return State.UNSURE;
        }
        if (!memo.run().failure().isEmpty()) {
            return judged ? State.FAILED : State.UNSURE;
        }
        if (life instanceof Life.Exited exited
                && exited.code() == 0
                && !service.policy().follows(0)) {
            return State.SETTLED;
        }
        OptionalLong settles = settlesAt(container);
        if (settles.isPresent() && settles.getAsLong() <= now) {
            return State.SETTLED;
        }
        return judged && failed(container) ? State.FAILED : State.UNSURE;
    }

    private boolean failed(ObservedContainer container) {
        Life life = container.life();
        if (life instanceof Life.FailedToStart start) {
            return start.at() >= begun;
        }
        if (life instanceof Life.Exited exited) {
            return exited.at() >= begun && container.memo().stopDeadline() == 0;
        }
        if (container.health() == Health.UNHEALTHY) {
            // What was unhealthy before this try is healed first, where it may be.
            return container.healthSince() >= begun || Replacing.healing(service.spec()) == Healing.NONE;
        }
        // What it went through before this try was asked for does not count.
        Memo memo = container.memo();
        return memo.restarts() > 0 && memo.start() >= service.tokens().start();
    }

    /** Whether it is in a bad way, for whatever reason. */
    static boolean fails(ObservedContainer container) {
        return container.life() instanceof Life.FailedToStart
                || !container.memo().run().failure().isEmpty()
                || (container.life() instanceof Life.Exited && container.memo().stopDeadline() == 0)
                || (container.running() && container.health() == Health.UNHEALTHY);
    }

    /** When a running container has proved itself, if nothing happens until then. */
    OptionalLong settlesAt(ObservedContainer container) {
        if (!(container.life() instanceof Life.Running running)
                || container.memo().stopBegun()
                || isHooked(container)) {
            return OptionalLong.empty();
        }
        if (service.probe() != null && container.health() != Health.HEALTHY) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(Math.max(running.since() + monitor, container.healthSince()));
    }

    /** Whether it still has to go through hooks. */
    private boolean isHooked(ObservedContainer container) {
        return !container.memo().run().postStarted()
                && !Hook.of(service.spec(), Hook.Kind.POST_START).isEmpty();
    }

    /** What is not well with a container, in words. */
    static String doubt(ObservedContainer container) {
        String name = "container " + container.name();
        if (!container.memo().run().failure().isEmpty()) {
            return container.memo().run().failure();
        }
        if (container.life() instanceof Life.FailedToStart failed) {
            return name + " did not start: " + failed.reason();
        }
        if (container.life() instanceof Life.Exited exited) {
            return name + " exited (" + exited.code() + ")";
        }
        if (container.health() == Health.UNHEALTHY) {
            return name + " is unhealthy";
        }
        if (container.running() && container.memo().restarts() > 0) {
            return name + " ended and was started again";
        }
        return container.health() == Health.STARTING
                ? name + " is not healthy yet"
                : name + (container.running() ? " has to stay up" : " does not run yet");
    }
}
