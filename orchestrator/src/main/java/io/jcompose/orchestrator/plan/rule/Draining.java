package io.jcompose.orchestrator.plan.rule;

import io.jcompose.orchestrator.plan.Action;
import io.jcompose.orchestrator.plan.Because;
import io.jcompose.orchestrator.plan.Draft;
import io.jcompose.orchestrator.plan.ObservedContainer;
import io.jcompose.orchestrator.plan.Obstacle;
import io.jcompose.orchestrator.plan.ProjectView;
import io.jcompose.orchestrator.plan.Readiness;
import io.jcompose.orchestrator.plan.Routing;
import io.jcompose.orchestrator.plan.WantedService;
import io.jcompose.spec.decode.Replacing;

/**
 * How a container that serves is brought to serve nobody: names and ports lead elsewhere, and then it may finish what it
 * has begun. Only where another one serves meanwhile.
 */
final class Draining {
    /** Who looked a name up, or was led here, a moment ago may still be on the way. */
    private static final long QUIET_MILLIS = 100;

    /** Between looks at a container that drains: the kernel does not tell when a connection of another ends. */
    private static final long LOOK_MILLIS = 50;

    /** Names and ports are moved within milliseconds; when that fails for so long, it is stopped all the same. */
    private static final long UNMOVED_MILLIS = 2_000;

    private Draining() {}

    /** Plans the next step; whether the container may be stopped. */
    static boolean isOver(
            ProjectView view, Draft draft, ObservedContainer container, WantedService service, Because because) {
        if (!container.running() || container.memo().stopBegun()) {
            return true;
        }
        long drain = Replacing.drain(view.madeFrom(container, service).spec()).toMillis();
        long deadline = container.memo().care().drainDeadline();
        if (deadline == 0) {
            if (!othersServe(view, container, service)) {
                return true;
            }
            draft.add(new Action.DrainContainer(container, draft.now() + drain, because));
            return false;
        }
        if (isOver(view, container, draft.now(), deadline, drain)) {
            return true;
        }
        draft.lookAgain(draft.now() + LOOK_MILLIS);
        draft.pending(view.name(), Obstacle.of(container, container.name() + " finishes what it serves"));
        return false;
    }

    private static boolean isOver(ProjectView view, ObservedContainer container, long now, long deadline, long drain) {
        if (isLedTo(view, container)) {
            return now >= deadline + UNMOVED_MILLIS;
        }
        boolean quiet = container.links().connections() == 0 && now >= deadline - drain + QUIET_MILLIS;
        return quiet || now >= deadline;
    }

    private static boolean othersServe(ProjectView view, ObservedContainer container, WantedService service) {
        return !container.addresses().isEmpty()
                && view.containersOf(service.spec().name()).stream()
                        .anyMatch(other -> !other.id().equals(container.id())
                                && other.slot().number() <= service.replicas()
                                && stays(view, other, service)
                                && Readiness.ready(other, view.madeFrom(other, service)));
    }

    /** Who is to end as well helps nobody. */
    private static boolean stays(ProjectView view, ObservedContainer other, WantedService service) {
        return view.obsolete(other, service) == null || !view.rolling(service).ends(other);
    }

    /** Whether names of the service or ports, as they were last applied, lead to it. */
    private static boolean isLedTo(ProjectView view, ObservedContainer container) {
        Routing routing = view.observed().routing();
        if (routing == null) {
            return true;
        }
        String service = container.slot().service();
        boolean named = container.addresses().entrySet().stream().anyMatch(entry -> {
            Routing.Names names = routing.names().get(entry.getKey());
            return names != null
                    && names.names().getOrDefault(service, java.util.List.of()).contains(entry.getValue());
        });
        return named
                || routing.ports().stream()
                        .flatMap(port -> port.targets().stream())
                        .map(target -> target.substring(0, target.lastIndexOf(':')))
                        .anyMatch(container.addresses()::containsValue);
    }
}
