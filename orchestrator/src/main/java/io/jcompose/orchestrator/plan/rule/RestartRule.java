package io.jcompose.orchestrator.plan.rule;

import io.jcompose.orchestrator.plan.Action;
import io.jcompose.orchestrator.plan.Attempts;
import io.jcompose.orchestrator.plan.Backoff;
import io.jcompose.orchestrator.plan.Because;
import io.jcompose.orchestrator.plan.Draft;
import io.jcompose.orchestrator.plan.Life;
import io.jcompose.orchestrator.plan.Memo;
import io.jcompose.orchestrator.plan.ObservedContainer;
import io.jcompose.orchestrator.plan.Obstacle;
import io.jcompose.orchestrator.plan.ProjectView;
import io.jcompose.orchestrator.plan.Rule;
import io.jcompose.orchestrator.plan.WantedService;
import io.jcompose.spec.RestartPolicy;

/**
 * Restarts by policy after an exit that nobody asked for, and tries failed starts again. Only the wanted incarnation of a
 * service that is wanted running; conditions of depends_on do not delay it.
 */
final class RestartRule implements Rule {
    @Override
    public void apply(ProjectView view, Draft draft) {
        if (view.wanted().down() != null) {
            return;
        }
        view.placed().forEach(placed -> {
            ObservedContainer container = placed.container();
            WantedService service = placed.service();
            if (!service.running() || !placed.connected() || commanded(view, container, service)) {
                return;
            }
            if (container.life() instanceof Life.Exited exited) {
                afterExit(draft, container, service, exited);
            } else if (container.life() instanceof Life.FailedToStart failed) {
                afterFailure(draft, container, service, failed);
            }
        });
    }

    private static boolean commanded(ProjectView view, ObservedContainer container, WantedService service) {
        Memo memo = container.memo();
        return memo.start() < service.tokens().start() || StopRule.restarts(view, container, service) || !memo.known();
    }

    private static void afterExit(Draft draft, ObservedContainer container, WantedService service, Life.Exited exited) {
        RestartPolicy policy = service.policy();
        Memo memo = container.memo();
        int streak = exited.ranMillis() >= longRun(policy) ? 0 : memo.streak();
        if (memo.care().healing()) {
            draft.add(new Action.StartContainer(
                    container, service, restarted(memo, streak).begun(memo, service), new Because.Unhealthy()));
            return;
        }
        if (memo.stopBegun() || !again(policy, exited.code(), memo, streak)) {
            return;
        }
        long due = exited.at() + wait(policy, streak);
        if (due > draft.now()) {
            draft.lookAgain(due);
            return;
        }
        Because because = new Because.Ended(exited.code(), policy.kind(), memo.restarts() + 1);
        draft.add(new Action.StartContainer(
                container, service, restarted(memo, streak).begun(memo, service), because));
    }

    private static void afterFailure(
            Draft draft, ObservedContainer container, WantedService service, Life.FailedToStart failed) {
        draft.hopeless(container.slot().project(), Obstacle.of(container, failed.reason()));
        Memo memo = container.memo();
        RestartPolicy policy = service.policy();
        if (!again(policy, 1, memo, memo.streak())) {
            return;
        }
        long due = failed.at() + wait(policy, Math.max(1, memo.streak()));
        if (due > draft.now()) {
            draft.lookAgain(due);
            return;
        }
        Because because = new Because.StartFailed(failed.reason());
        draft.add(new Action.StartContainer(
                container, service, restarted(memo, memo.streak()).begun(memo, service), because));
    }

    private static Memo restarted(Memo memo, int streak) {
        return new Memo(
                true,
                memo.restarts() + 1,
                streak + 1,
                memo.start(),
                memo.restart(),
                memo.kill(),
                0,
                memo.care().again());
    }

    /** compose-spec, deploy, restart_policy: the delay stands for the wait that grows, the window for a long run. */
    private static long wait(RestartPolicy policy, int streak) {
        return policy.delay().isZero() ? Backoff.millis(streak) : policy.delay().toMillis();
    }

    private static long longRun(RestartPolicy policy) {
        return policy.window().isZero()
                ? Backoff.LONG_RUN_MILLIS
                : policy.window().toMillis();
    }

    private static boolean again(RestartPolicy policy, int code, Memo memo, int streak) {
        return policy.follows(code) && Attempts.left(policy, memo, streak);
    }
}
