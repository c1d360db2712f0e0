package io.jcompose.orchestrator.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** A plan in the making: keeps one action per resource, and leaves out what is in flight or failed a moment ago. */
public final class Draft {
    private final Observed observed;
    private final long now;
    private final Map<Resource, Action> actions = new LinkedHashMap<>();
    private final Map<String, List<Obstacle>> pending = new TreeMap<>();
    private final Map<String, List<Obstacle>> hopeless = new TreeMap<>();
    private OptionalLong lookAgainAt = OptionalLong.empty();

    Draft(Observed observed, long now) {
        this.observed = observed;
        this.now = now;
    }

    /** Plans an action, unless its resource is being worked on or its last failure is too fresh. */
    public void add(Action action) {
        Resource resource = action.resource();
        if (observed.inFlight().contains(resource)) {
            pending(action.project(), new Obstacle(action.serviceName(), action.text() + " is under way"));
            return;
        }
        Observed.Failure failure = observed.failures().get(resource);
        if (failure != null) {
            hopeless(action.project(), new Obstacle(action.serviceName(), failure.message()));
            if (failure.retryAt() > now) {
                lookAgain(failure.retryAt());
                return;
            }
        }
        actions.putIfAbsent(resource, action);
    }

    /** Whether nothing is planned or under way for the resource. */
    public boolean isFree(Resource resource) {
        return !actions.containsKey(resource) && !observed.inFlight().contains(resource);
    }

    /** Something of the project waits for something else. */
    public void pending(String project, Obstacle obstacle) {
        pending.computeIfAbsent(project, key -> new ArrayList<>()).add(obstacle);
    }

    /** Something of the project will not come about unless somebody acts. */
    public void hopeless(String project, Obstacle obstacle) {
        hopeless.computeIfAbsent(project, key -> new ArrayList<>()).add(obstacle);
    }

    /** A round is needed then, even without an event. */
    public void lookAgain(long at) {
        lookAgainAt = OptionalLong.of(Math.min(at, lookAgainAt.orElse(Long.MAX_VALUE)));
    }

    public long now() {
        return now;
    }

    Plan finish() {
        return new Plan(List.copyOf(actions.values()), lookAgainAt, pending, hopeless);
    }
}
