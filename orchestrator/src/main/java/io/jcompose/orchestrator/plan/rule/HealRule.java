package io.jcompose.orchestrator.plan.rule;

import io.jcompose.orchestrator.plan.Action;
import io.jcompose.orchestrator.plan.Backoff;
import io.jcompose.orchestrator.plan.Because;
import io.jcompose.orchestrator.plan.Care;
import io.jcompose.orchestrator.plan.Draft;
import io.jcompose.orchestrator.plan.Health;
import io.jcompose.orchestrator.plan.Memo;
import io.jcompose.orchestrator.plan.ObservedContainer;
import io.jcompose.orchestrator.plan.ProjectView;
import io.jcompose.orchestrator.plan.Rule;
import io.jcompose.orchestrator.plan.WantedService;
import io.jcompose.spec.Healing;
import io.jcompose.spec.decode.Replacing;

/**
 * Containers that their probe calls unhealthy are restarted or replaced, as {@code x-heal} says, at once the first time and
 * then ever later, until they have been healthy in between. New ones of an update are judged instead.
 */
final class HealRule implements Rule {
    /** After so many in a row healing does not seem to help, and the longest wait lies between two. */
    private static final int BUDGET = 5;

    @Override
    public void apply(ProjectView view, Draft draft) {
        if (view.wanted().down() != null) {
            return;
        }
        view.placed()
                .filter(placed ->
                        placed.service().running() && placed.container().running())
                .forEach(placed -> {
                    ObservedContainer container = placed.container();
                    if (container.health() == Health.HEALTHY) {
                        forgive(draft, container);
                    } else if (container.health() == Health.UNHEALTHY && isDue(placed, draft)) {
                        heal(draft, container);
                    }
                });
    }

    private static void forgive(Draft draft, ObservedContainer container) {
        Memo memo = container.memo();
        Care care = memo.care();
        if (care.heals() > 0 && !care.healing()) {
            Memo well = memo.with(new Care(care.drainDeadline(), 0, false));
            draft.add(new Action.Remember(container, well, new Because.Follows()));
        }
    }

    private static boolean isDue(ProjectView.Placed placed, Draft draft) {
        ObservedContainer container = placed.container();
        WantedService service = placed.service();
        Memo memo = container.memo();
        boolean judged = placed.current()
                && service.update() != null
                && service.update().state().active()
                && container.healthSince() >= service.update().begun();
        if (service.probe() == null
                || judged
                || memo.stopBegun()
                || memo.care().healing()
                || memo.care().drainDeadline() != 0
                || Replacing.healing(service.spec()) == Healing.NONE) {
            return false;
        }
        int heals = memo.care().heals();
        long wait = heals >= BUDGET ? Backoff.MOST_MILLIS : Backoff.millis(heals);
        long due = container.healthSince() + wait;
        if (due > draft.now()) {
            draft.lookAgain(due);
        }
        return due <= draft.now();
    }

    /** It is remembered first: a stop that a killed daemon had begun is then known for what it is. */
    private static void heal(Draft draft, ObservedContainer container) {
        Memo memo = container.memo();
        draft.add(new Action.Remember(container, memo.with(memo.care().healed()), new Because.Unhealthy()));
    }
}
