package io.jcompose.orchestrator.plan.rule;

import io.jcompose.orchestrator.plan.Action;
import io.jcompose.orchestrator.plan.Because;
import io.jcompose.orchestrator.plan.Draft;
import io.jcompose.orchestrator.plan.HeldPorts;
import io.jcompose.orchestrator.plan.ProjectView;
import io.jcompose.orchestrator.plan.Rule;
import io.jcompose.orchestrator.plan.WantedService;
import java.util.HashSet;
import java.util.Set;

/** Host ports are held before anything of the project is changed, and given back when nobody wants them. */
final class PortsRule implements Rule {
    @Override
    public void apply(ProjectView view, Draft draft) {
        if (view.wanted().down() != null) {
            return;
        }
        Set<String> needed = new HashSet<>();
        for (WantedService service : view.wanted().services().values()) {
            for (String key : HeldPorts.needed(view.name(), service).keySet()) {
                needed.add(key);
            }
        }
        boolean surplus = false;
        for (String key : view.observed().ports().keySet()) {
            if (key.startsWith(view.name() + "/") && !needed.contains(key)) {
                draft.add(new Action.ReleasePorts(view.name(), key, new Because.Surplus(0)));
                surplus = true;
            }
        }
        if (!surplus) {
            reserve(view, draft);
        }
    }

    /** In a later round than releases: what one service gives back, another may want. */
    private static void reserve(ProjectView view, Draft draft) {
        for (WantedService service : view.wanted().services().values()) {
            if (!view.portsHeld(service)) {
                draft.add(new Action.ReservePorts(
                        view.name(), service.spec().name(), service, new Because.Missing("hold of the host ports")));
            }
        }
    }
}
