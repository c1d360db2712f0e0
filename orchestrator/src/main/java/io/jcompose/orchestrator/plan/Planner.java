package io.jcompose.orchestrator.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares wanted with observed: {@code (wanted, observed, now) -> what can be done now, and when to look again}. What
 * must wait for something has no action yet; the round after the next event finds it possible. So up, crash, drift,
 * update and reboot are one mechanism.
 */
public final class Planner {
    private final List<Rule> rules;

    /** A planner that asks {@code rules} in this order. */
    public Planner(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    /**
     * One round.
     *
     * @param now CLOCK_BOOTTIME milliseconds
     */
    public Plan plan(Wanted wanted, Observed observed, long now) {
        Draft draft = new Draft(observed, now);
        Map<String, List<ObservedContainer>> byProject = new HashMap<>();
        for (ObservedContainer container : observed.containers().values()) {
            byProject
                    .computeIfAbsent(container.slot().project(), key -> new ArrayList<>())
                    .add(container);
        }
        for (WantedProject project : wanted.projects().values()) {
            var view = new ProjectView(wanted, project, observed, byProject.getOrDefault(project.name(), List.of()));
            for (Rule rule : rules) {
                rule.apply(view, draft);
            }
        }
        Routing routing = Routes.of(wanted, observed);
        if (!routing.equals(observed.routing()) && !tooEarly(wanted, observed)) {
            draft.add(new Action.ApplyRouting(routing, new Because.Follows()));
        }
        return draft.finish();
    }

    /**
     * A daemon that was just started does not hold the ports of what runs yet: until it does, the rules of the daemon
     * before stay, and no connection is refused.
     */
    private static boolean tooEarly(Wanted wanted, Observed observed) {
        return observed.routing() == null
                && observed.containers().values().stream()
                        .anyMatch(container -> container.running() && portsToCome(wanted, observed, container.slot()));
    }

    private static boolean portsToCome(Wanted wanted, Observed observed, Slot slot) {
        WantedProject project = wanted.projects().get(slot.project());
        WantedService service = project == null || project.down() != null
                ? null
                : project.services().get(slot.service());
        return service != null
                && !observed.ports()
                        .keySet()
                        .containsAll(HeldPorts.needed(slot.project(), service).keySet())
                && !observed.failures().containsKey(new Resource(slot.project(), Resource.Kind.PORTS, slot.service()));
    }
}
