package io.jcompose.orchestrator.plan.rule;

import io.jcompose.orchestrator.plan.Action;
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
import org.jspecify.annotations.Nullable;

/** Starts that are ordered: the first one, one that a person asked for, and those after a reboot. */
final class StartRule implements Rule {
    @Override
    public void apply(ProjectView view, Draft draft) {
        if (view.wanted().down() != null) {
            return;
        }
        view.placed().forEach(placed -> start(view, draft, placed));
    }

    private static void start(ProjectView view, Draft draft, ProjectView.Placed placed) {
        ObservedContainer container = placed.container();
        WantedService service = placed.service();
        Because because = isLeft(placed) ? new Because.NotRunning() : because(view, container, service);
        if (!service.running() || because == null) {
            return;
        }
        if (!placed.connected() || !view.portsHeld(service)) {
            draft.pending(view.name(), Obstacle.of(container, container.name() + " waits for its network"));
            return;
        }
        Dependencies.State state = Dependencies.of(view, service);
        if (state instanceof Dependencies.Waiting waiting) {
            draft.pending(view.name(), Obstacle.of(container, container.name() + " waits: " + waiting.text()));
        } else if (state instanceof Dependencies.Hopeless hopeless) {
            draft.hopeless(view.name(), Obstacle.of(container, "dependency failed to start: " + hopeless.text()));
        } else if (PreStart.done(view, draft, container, service)) {
            var tokens = service.tokens();
            Memo memo = new Memo(
                            true,
                            0,
                            0,
                            tokens.start(),
                            tokens.restart(),
                            tokens.kill(),
                            0,
                            container.memo().care().again())
                    .begun(container.memo(), service);
            draft.add(new Action.StartContainer(container, service, memo, because));
        }
    }

    /** It was stopped in its turn, and then the update was halted: it is still needed. */
    private static boolean isLeft(ProjectView.Placed placed) {
        return !placed.current()
                && placed.container().life() instanceof Life.Exited
                && placed.container().memo().stopDeadline() != 0;
    }

    private static @Nullable Because because(ProjectView view, ObservedContainer container, WantedService service) {
        Life life = container.life();
        if (life instanceof Life.Running) {
            return null;
        }
        if (life instanceof Life.Created) {
            return new Because.NotRunning();
        }
        Memo memo = container.memo();
        if (memo.care().moving() && life instanceof Life.Exited) {
            return new Because.Moved();
        }
        if (memo.start() < service.tokens().start()) {
            return new Because.Asked("up");
        }
        if (StopRule.restarts(view, container, service)) {
            return new Because.Asked("restart");
        }
        if (memo.stopBegun() && life instanceof Life.Exited) {
            return null;
        }
        return !memo.known() && survivesReboot(life, service.policy().kind()) ? new Because.Rebooted() : null;
    }

    private static boolean survivesReboot(Life life, RestartPolicy.Kind policy) {
        boolean failed = !(life instanceof Life.Exited exited) || exited.code() != 0;
        return switch (policy) {
            case NO -> false;
            case ON_FAILURE -> failed;
            case ALWAYS, UNLESS_STOPPED -> true;
        };
    }
}
