package io.jcompose.orchestrator.plan.rule;

import io.jcompose.orchestrator.plan.Action;
import io.jcompose.orchestrator.plan.Because;
import io.jcompose.orchestrator.plan.Draft;
import io.jcompose.orchestrator.plan.HeldPorts;
import io.jcompose.orchestrator.plan.Obstacle;
import io.jcompose.orchestrator.plan.ProjectView;
import io.jcompose.orchestrator.plan.Rule;
import io.jcompose.orchestrator.plan.WantedService;
import io.jcompose.spec.Port;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;

/**
 * Host ports are held before anything of the project is changed. Those that nobody wants any more are given back when all
 * others are held, or earlier when a service of the project waits for one of them.
 */
final class PortsRule implements Rule {
    @Override
    public void apply(ProjectView view, Draft draft) {
        if (view.wanted().down() != null) {
            return;
        }
        SortedMap<String, Integer> surplus = view.surplusPorts();
        boolean allHeld = true;
        for (WantedService service : view.unrested()) {
            if (!view.portsHeld(service)) {
                allHeld = false;
                hold(view, draft, service, surplus);
            }
        }
        if (allHeld) {
            surplus.keySet().forEach(key -> release(view, draft, key));
        }
    }

    private static void hold(ProjectView view, Draft draft, WantedService service, SortedMap<String, Integer> surplus) {
        Collection<Port> wanted = HeldPorts.needed(view.name(), service).values();
        boolean free = true;
        for (Map.Entry<String, Integer> entry : surplus.entrySet()) {
            int held = entry.getValue();
            if (wanted.stream().anyMatch(port -> port.published() <= held && held <= port.publishedEnd())) {
                free = false;
                release(view, draft, entry.getKey());
            }
        }
        String name = service.spec().name();
        if (free) {
            draft.add(
                    new Action.ReservePorts(view.name(), name, service, new Because.Missing("hold of the host ports")));
        } else {
            draft.pending(view.name(), Obstacle.of(service, name + " waits for ports that others give back"));
        }
    }

    private static void release(ProjectView view, Draft draft, String key) {
        draft.add(new Action.ReleasePorts(view.name(), key, new Because.Surplus(0)));
    }
}
