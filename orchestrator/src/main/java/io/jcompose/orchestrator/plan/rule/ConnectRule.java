package io.jcompose.orchestrator.plan.rule;

import io.jcompose.orchestrator.plan.Action;
import io.jcompose.orchestrator.plan.Because;
import io.jcompose.orchestrator.plan.Draft;
import io.jcompose.orchestrator.plan.ObservedContainer;
import io.jcompose.orchestrator.plan.Obstacle;
import io.jcompose.orchestrator.plan.ProjectView;
import io.jcompose.orchestrator.plan.Rule;
import io.jcompose.orchestrator.plan.WantedService;

/** Containers get their namespaces and interfaces, and get them back when they were damaged. */
final class ConnectRule implements Rule {
    @Override
    public void apply(ProjectView view, Draft draft) {
        if (view.wanted().down() != null) {
            return;
        }
        view.placed().forEach(placed -> {
            ObservedContainer container = placed.container();
            WantedService service = placed.service();
            boolean needed = service.running() || container.running();
            if (!needed || placed.connected()) {
                return;
            }
            if (view.networksWhole(service) && view.stock().leaving(placed).isEmpty()) {
                draft.add(new Action.ConnectContainer(container, service, because(container)));
            } else {
                draft.pending(view.name(), Obstacle.of(container, container.name() + " waits for its networks"));
            }
        });
    }

    private static Because because(ObservedContainer container) {
        boolean fresh = container.addresses().isEmpty();
        return fresh
                ? new Because.Missing("interface of " + container.name())
                : new Because.Damaged("interface of " + container.name());
    }
}
