package io.jcompose.orchestrator.plan;

import java.util.List;
import java.util.Map;

/**
 * Compares wanted with observed: {@code (wanted, observed, now) -> what can be done now, and when to look again}. What
 * must wait for something has no action yet; the round after the next event finds it possible. So up, crash, drift,
 * update and reboot are one mechanism.
 */
public final class Planner {
    private final List<Rule> rules;
    private final boolean resting;

    /** A planner that asks {@code rules} in this order. */
    public Planner(List<Rule> rules) {
        this(rules, true);
    }

    /**
     * The same.
     *
     * @param resting whether rules are spared what is at {@link Rest}, which changes no plan
     */
    Planner(List<Rule> rules, boolean resting) {
        this.rules = List.copyOf(rules);
        this.resting = resting;
    }

    /**
     * One round.
     *
     * @param now CLOCK_BOOTTIME milliseconds
     */
    public Plan plan(Wanted wanted, Observed observed, long now) {
        Draft draft = new Draft(observed, now);
        Map<String, Parts> parts = Parts.of(observed);
        for (WantedProject project : wanted.projects().values()) {
            Parts part = parts.getOrDefault(project.name(), new Parts());
            var view = new ProjectView(wanted, project, observed, part, now, resting);
            for (Rule rule : rules) {
                rule.apply(view, draft);
            }
        }
        Routing routing = Routes.of(wanted, observed, parts);
        if (!routing.equals(observed.routing())) {
            draft.add(new Action.ApplyRouting(routing, new Because.Follows()));
        }
        return draft.finish();
    }
}
