package io.jcompose.orchestrator.plan.rule;

import io.jcompose.orchestrator.plan.Action;
import io.jcompose.orchestrator.plan.Because;
import io.jcompose.orchestrator.plan.Draft;
import io.jcompose.orchestrator.plan.Hook;
import io.jcompose.orchestrator.plan.Memo;
import io.jcompose.orchestrator.plan.ObservedContainer;
import io.jcompose.orchestrator.plan.Obstacle;
import io.jcompose.orchestrator.plan.ProjectView;
import io.jcompose.orchestrator.plan.Rule;
import io.jcompose.orchestrator.plan.WantedService;
import java.util.List;

/** Hooks that run in containers since these run; one that fails ends its container, until a person acts. */
final class HookRule implements Rule {
    @Override
    public void apply(ProjectView view, Draft draft) {
        if (view.wanted().down() != null) {
            return;
        }
        view.placed().forEach(placed -> {
            ObservedContainer container = placed.container();
            WantedService service = placed.service();
            if (!service.running()) {
                return;
            }
            if (!container.memo().run().failure().isEmpty()) {
                failed(view, draft, container, service);
            } else if (container.running() && !container.memo().stopBegun()) {
                postStart(draft, container, service);
            }
        });
    }

    private static void failed(ProjectView view, Draft draft, ObservedContainer container, WantedService service) {
        String failure = container.memo().run().failure();
        boolean again = container.memo().start() < service.tokens().start()
                || container.memo().restart() < service.tokens().restart();
        if (Ending.stop(view, draft, container, other -> false, new Because.HookFailed(failure)) && !again) {
            draft.hopeless(view.name(), Obstacle.of(container, failure));
        }
    }

    private static void postStart(Draft draft, ObservedContainer container, WantedService service) {
        List<Hook> hooks = Hook.of(service.spec(), Hook.Kind.POST_START);
        Memo memo = container.memo();
        if (!hooks.isEmpty() && !memo.run().postStarted()) {
            draft.add(new Action.RunHooks(
                    container,
                    service,
                    Hook.Kind.POST_START,
                    hooks,
                    0,
                    memo.with(memo.run().afterPostStart()),
                    new Because.Asked("start")));
        }
    }
}
