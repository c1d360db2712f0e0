package io.jcompose.orchestrator.plan.rule;

import io.jcompose.orchestrator.plan.Action;
import io.jcompose.orchestrator.plan.Because;
import io.jcompose.orchestrator.plan.Draft;
import io.jcompose.orchestrator.plan.ProjectView;
import io.jcompose.orchestrator.plan.Rule;

/** A signal that a person asked for is sent once to each running container. */
final class KillRule implements Rule {
    @Override
    public void apply(ProjectView view, Draft draft) {
        if (view.wanted().down() != null) {
            return;
        }
        view.placed().forEach(placed -> {
            var tokens = placed.service().tokens();
            var container = placed.container();
            if (container.running() && container.memo().kill() < tokens.kill()) {
                draft.add(new Action.SignalContainer(
                        container,
                        tokens.killSignal(),
                        container.memo().killed(tokens.kill()),
                        new Because.Asked("kill")));
            }
        });
    }
}
