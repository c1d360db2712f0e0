package io.jcompose.orchestrator.plan.rule;

import io.jcompose.orchestrator.plan.Action;
import io.jcompose.orchestrator.plan.Because;
import io.jcompose.orchestrator.plan.Draft;
import io.jcompose.orchestrator.plan.Memo;
import io.jcompose.orchestrator.plan.ProjectView;
import io.jcompose.orchestrator.plan.Rule;
import io.jcompose.orchestrator.plan.Update;

/**
 * A container that runs already has followed a start command; it only has to be remembered. One that was to end, and is
 * wanted again, is remembered as such.
 */
final class RememberRule implements Rule {
    @Override
    public void apply(ProjectView view, Draft draft) {
        if (view.wanted().down() != null) {
            return;
        }
        view.placed().forEach(placed -> {
            Memo memo = placed.container().memo();
            var tokens = placed.service().tokens();
            if (!placed.container().running() || memo.stopBegun()) {
                return;
            }
            if (memo.start() < tokens.start()) {
                Memo followed = new Memo(
                                true, 0, memo.streak(), tokens.start(), memo.restart(), memo.kill(), 0, memo.care())
                        .with(memo.run().preStartedFor(tokens.start()));
                draft.add(new Action.Remember(placed.container(), followed, new Because.Asked("up")));
            } else if (memo.care().drainDeadline() != 0 && stays(placed)) {
                Memo stays = memo.with(memo.care().draining(0));
                draft.add(new Action.Remember(placed.container(), stays, new Because.Asked("up")));
            }
        });
    }

    /** Whether it is wanted as it is, or its update was halted. */
    private static boolean stays(ProjectView.Placed placed) {
        Update update = placed.service().update();
        return placed.current() || (update != null && update.state().halted());
    }
}
