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
        Map<String, ProjectView.Parts> parts = ProjectView.Parts.of(observed);
        for (WantedProject project : wanted.projects().values()) {
            var view = new ProjectView(
                    wanted, project, observed, parts.getOrDefault(project.name(), new ProjectView.Parts()), now);
            for (Rule rule : rules) {
                rule.apply(view, draft);
            }
        }
        Routing routing = Routes.of(wanted, observed);
        if (!routing.equals(observed.routing())) {
            draft.add(new Action.ApplyRouting(routing, new Because.Follows()));
        }
        return draft.finish();
    }
}
