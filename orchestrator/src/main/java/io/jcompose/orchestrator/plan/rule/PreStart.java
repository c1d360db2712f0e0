package io.jcompose.orchestrator.plan.rule;

import io.jcompose.orchestrator.plan.Action;
import io.jcompose.orchestrator.plan.Because;
import io.jcompose.orchestrator.plan.Draft;
import io.jcompose.orchestrator.plan.Hook;
import io.jcompose.orchestrator.plan.Memo;
import io.jcompose.orchestrator.plan.ObservedContainer;
import io.jcompose.orchestrator.plan.Obstacle;
import io.jcompose.orchestrator.plan.ProjectView;
import io.jcompose.orchestrator.plan.Resource;
import io.jcompose.orchestrator.plan.WantedService;
import java.util.List;

/**
 * What runs before a container is started. Those hooks that are no replica's own run once for a start command, before the
 * first of the service's containers, and not when another of them runs already.
 */
final class PreStart {
    private PreStart() {}

    /** Plans the hooks that are due before {@code container}; whether there are none. */
    static boolean done(ProjectView view, Draft draft, ObservedContainer container, WantedService service) {
        List<Hook> hooks = Hook.of(service.spec(), Hook.Kind.PRE_START);
        long token = service.tokens().start();
        if (hooks.isEmpty() || container.memo().run().preStarted() == token) {
            return true;
        }
        List<ObservedContainer> replicas = view.placedOf(service.spec().name()).stream()
                .filter(placed -> placed.service().equals(service))
                .map(ProjectView.Placed::container)
                .toList();
        boolean shared = replicas.stream()
                .noneMatch(other -> other.running() || other.memo().run().preStarted() == token);
        List<Hook> due =
                hooks.stream().filter(hook -> hook.perReplica() || shared).toList();
        if (due.isEmpty()) {
            return true;
        }
        if (shared && replicas.stream().anyMatch(other -> tries(view, draft, other, container))) {
            draft.pending(
                    view.name(), Obstacle.of(container, container.name() + " waits for pre_start of its service"));
            return false;
        }
        Memo memo = container.memo().with(container.memo().run().preStartedFor(token));
        draft.add(
                new Action.RunHooks(container, service, Hook.Kind.PRE_START, due, 0, memo, new Because.Asked("start")));
        return false;
    }

    /** Whether another replica does something that may be these hooks, or has failed with them a moment ago. */
    private static boolean tries(ProjectView view, Draft draft, ObservedContainer other, ObservedContainer container) {
        Resource resource = new Resource(view.name(), Resource.Kind.CONTAINER, other.id());
        return !other.id().equals(container.id())
                && (!draft.isFree(resource) || view.observed().failures().containsKey(resource));
    }
}
