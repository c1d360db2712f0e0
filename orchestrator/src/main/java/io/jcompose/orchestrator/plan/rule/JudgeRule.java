package io.jcompose.orchestrator.plan.rule;

import io.jcompose.orchestrator.plan.Action;
import io.jcompose.orchestrator.plan.Because;
import io.jcompose.orchestrator.plan.Draft;
import io.jcompose.orchestrator.plan.ProjectView;
import io.jcompose.orchestrator.plan.Rolling;
import io.jcompose.orchestrator.plan.Rule;
import io.jcompose.orchestrator.plan.Update;
import io.jcompose.orchestrator.plan.WantedService;
import io.jcompose.spec.Rollout;
import java.util.ArrayList;
import java.util.List;

/** Updates end: when all containers are of the new version, or when too many of the new ones failed. */
final class JudgeRule implements Rule {
    @Override
    public void apply(ProjectView view, Draft draft) {
        if (view.wanted().down() != null) {
            return;
        }
        List<Action.JudgeUpdates.Judgement> done = new ArrayList<>();
        for (WantedService service : view.unrested()) {
            Update update = service.update();
            if (update == null || !update.state().active()) {
                continue;
            }
            Rolling rolling = view.rolling(service);
            String failure = rolling.failure();
            if (!failure.isEmpty() && rolling.consequence() != Rollout.Failure.CONTINUE) {
                WantedService after = afterFailure(service, update, failure, rolling.consequence(), draft.now());
                draft.add(new Action.JudgeUpdates(
                        view.name(),
                        List.of(new Action.JudgeUpdates.Judgement(service, after)),
                        new Because.Judged(failure)));
            } else if (rolling.isDone()) {
                done.add(new Action.JudgeUpdates.Judgement(service, afterSuccess(service, update)));
            }
        }
        if (!done.isEmpty()) {
            draft.add(new Action.JudgeUpdates(view.name(), done, new Because.Follows()));
        }
    }

    private static WantedService afterSuccess(WantedService service, Update update) {
        boolean back = update.state() == Update.State.ROLLING_BACK;
        return service.withUpdate(back ? update.with(Update.State.ROLLED_BACK, update.reason()) : null);
    }

    private static WantedService afterFailure(
            WantedService service, Update update, String failure, Rollout.Failure consequence, long now) {
        if (update.state() == Update.State.ROLLING_BACK) {
            String both = update.reason() + ", and on the way back " + failure;
            return service.withUpdate(update.with(Update.State.STUCK, both));
        }
        return consequence == Rollout.Failure.ROLLBACK
                ? service.rolledBack(failure, now)
                : service.withUpdate(update.with(Update.State.PAUSED, failure));
    }
}
