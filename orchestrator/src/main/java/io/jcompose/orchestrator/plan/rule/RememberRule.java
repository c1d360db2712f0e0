package io.jcompose.orchestrator.plan.rule;

import io.jcompose.orchestrator.plan.Action;
import io.jcompose.orchestrator.plan.Because;
import io.jcompose.orchestrator.plan.Draft;
import io.jcompose.orchestrator.plan.Memo;
import io.jcompose.orchestrator.plan.ProjectView;
import io.jcompose.orchestrator.plan.Rule;

/** A container that runs already has followed a start command; it only has to be remembered. */
final class RememberRule implements Rule {
    @Override
    public void apply(ProjectView view, Draft draft) {
        if (view.wanted().down() != null) {
            return;
        }
        view.placed().forEach(placed -> {
            Memo memo = placed.container().memo();
            var tokens = placed.service().tokens();
            if (placed.container().running() && memo.start() < tokens.start() && !memo.stopBegun()) {
                Memo followed = new Memo(true, 0, memo.streak(), tokens.start(), memo.restart(), memo.kill(), 0)
                        .with(memo.run().preStartedFor(tokens.start()));
                draft.add(new Action.Remember(placed.container(), followed, new Because.Asked("up")));
            }
        });
    }
}
