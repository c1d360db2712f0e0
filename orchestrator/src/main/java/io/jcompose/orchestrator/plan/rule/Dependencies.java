package io.jcompose.orchestrator.plan.rule;

import io.jcompose.orchestrator.plan.Health;
import io.jcompose.orchestrator.plan.Hook;
import io.jcompose.orchestrator.plan.Life;
import io.jcompose.orchestrator.plan.ObservedContainer;
import io.jcompose.orchestrator.plan.ProjectView;
import io.jcompose.orchestrator.plan.WantedService;
import io.jcompose.spec.Dependency;
import io.jcompose.spec.RestartPolicy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether the conditions of a service's depends_on hold (compose-spec, depends_on). */
final class Dependencies {
    private Dependencies() {}

    /** What the dependencies of a service allow. */
    sealed interface State {}

    /** It may start. */
    record Ready() implements State {}

    /** Not yet. */
    record Waiting(String text) implements State {}

    /** Never, unless somebody acts. */
    record Hopeless(String text) implements State {}

    private static final State READY = new Ready();

    static State of(ProjectView view, WantedService service) {
        State worst = READY;
        for (Map.Entry<String, Dependency> entry : service.spec().dependsOn().entrySet()) {
            WantedService target = view.wanted().services().get(entry.getKey());
            if (target == null || target.replicas() == 0 || !target.running() || !service.needs(target)) {
                continue;
            }
            State state = one(view, target, entry.getValue().condition());
            if (state instanceof Hopeless && !entry.getValue().required()) {
                continue;
            }
            if (state instanceof Hopeless) {
                return state;
            }
            worst = state instanceof Waiting ? state : worst;
        }
        return worst;
    }

    /** The service with which this one restarts, and that serves while it is updated: until then this one serves too. */
    static @Nullable String updatedFirst(ProjectView view, WantedService service) {
        Set<String> seen = new HashSet<>();
        Deque<WantedService> open = new ArrayDeque<>(List.of(service));
        while (!open.isEmpty()) {
            for (Map.Entry<String, Dependency> edge :
                    open.pop().spec().dependsOn().entrySet()) {
                WantedService target = view.wanted().services().get(edge.getKey());
                if (target != null && edge.getValue().restart() && seen.add(edge.getKey())) {
                    if (view.rolling(target).servesWhileMoving()) {
                        return edge.getKey();
                    }
                    open.add(target);
                }
            }
        }
        return null;
    }

    private static State one(ProjectView view, WantedService target, Dependency.Condition condition) {
        String name = target.spec().name();
        List<ObservedContainer> containers = view.rolling(target).filling();
        if (containers.size() < target.replicas()) {
            return new Waiting(name + " is not there yet");
        }
        return containers.stream()
                .map(container -> check(container, target, condition))
                .filter(state -> !(state instanceof Ready))
                .max((a, b) -> Boolean.compare(a instanceof Hopeless, b instanceof Hopeless))
                .map(Objects::requireNonNull)
                .orElse(READY);
    }

    private static State check(ObservedContainer container, WantedService target, Dependency.Condition condition) {
        if (container.life() instanceof Life.FailedToStart failed) {
            return new Hopeless("container " + container.name() + " did not start: " + failed.reason());
        }
        if (!container.memo().run().failure().isEmpty()) {
            return new Hopeless(container.memo().run().failure());
        }
        boolean hooked = condition != Dependency.Condition.SERVICE_COMPLETED_SUCCESSFULLY
                && container.running()
                && !container.memo().run().postStarted()
                && !Hook.of(target.spec(), Hook.Kind.POST_START).isEmpty();
        if (hooked) {
            return new Waiting("post_start of " + container.name() + " has not ended yet");
        }
        boolean restarts = container.memo().restart() < target.tokens().restart();
        if (restarts && container.running()) {
            return new Waiting(container.name() + " is to be restarted first");
        }
        boolean due = restarts || container.memo().start() < target.tokens().start();
        return switch (condition) {
            case SERVICE_STARTED ->
                container.life() instanceof Life.Created || due
                        ? new Waiting(container.name() + " is not started yet")
                        : READY;
            case SERVICE_HEALTHY -> healthy(container, target, due);
            case SERVICE_COMPLETED_SUCCESSFULLY -> completed(container, target, due);
        };
    }

    private static State healthy(ObservedContainer container, WantedService target, boolean due) {
        if (target.probe() == null) {
            return new Hopeless("container " + container.name() + " has no healthcheck configured");
        }
        if (container.life() instanceof Life.Exited exited && !due && stays(target, exited.code())) {
            return new Hopeless("container " + container.name() + " exited (" + exited.code() + ")");
        }
        if (container.running() && container.health() == Health.HEALTHY) {
            return READY;
        }
        return container.health() == Health.UNHEALTHY && container.running()
                ? new Hopeless("container " + container.name() + " is unhealthy")
                : new Waiting(container.name() + " is not healthy yet");
    }

    private static State completed(ObservedContainer container, WantedService target, boolean due) {
        if (!(container.life() instanceof Life.Exited exited) || due) {
            return new Waiting(container.name() + " is not completed yet");
        }
        if (exited.code() == 0) {
            return READY;
        }
        return stays(target, exited.code())
                ? new Hopeless(
                        "service \"" + target.spec().name() + "\" didn't complete successfully: exit " + exited.code())
                : new Waiting(container.name() + " is not completed yet");
    }

    private static boolean stays(WantedService service, int code) {
        RestartPolicy.Kind policy = service.policy().kind();
        return policy == RestartPolicy.Kind.NO || (policy == RestartPolicy.Kind.ON_FAILURE && code == 0);
    }
}
