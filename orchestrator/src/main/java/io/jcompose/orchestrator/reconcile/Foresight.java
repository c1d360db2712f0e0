package io.jcompose.orchestrator.reconcile;

import io.jcompose.orchestrator.observe.BootClock;
import io.jcompose.orchestrator.plan.Action;
import io.jcompose.orchestrator.plan.Planner;
import io.jcompose.orchestrator.plan.WantedProject;
import io.jcompose.orchestrator.reconcile.Refused.Kind;
import io.jcompose.orchestrator.reconcile.Refused.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What an up would want and do, and what stands against it, before anything is changed. */
public final class Foresight {
    private final ProjectStore store;
    private final Reconciler reconciler;
    private final Planner planner;
    private final BootClock clock;
    private final Granting granting;
    private final Premises premises;

    Foresight(
            ProjectStore store,
            Reconciler reconciler,
            Planner planner,
            BootClock clock,
            Granting granting,
            Premises premises) {
        this.store = store;
        this.reconciler = reconciler;
        this.planner = planner;
        this.clock = clock;
        this.granting = granting;
        this.premises = premises;
    }

    /**
     * A volume that was made with something else than the file says now.
     *
     * @param differences in a line
     */
    public record Mismatch(String name, String differences, boolean guarded) {}

    /** What would be wanted; refused when that cannot be. {@code asked} has its contents told by digest. */
    WantedProject wish(UpRequest asked) throws Refused {
        Found found = found(asked);
        found.refuse();
        WantedProject after = after(asked).with(found.remaking());
        refuseWithoutRoom(after);
        return after;
    }

    private WantedProject after(UpRequest request) {
        return Wishes.up(store.project(request.model().name()), request, clock.millis());
    }

    private Found found(UpRequest request) {
        WantedProject before = store.project(request.model().name());
        return new Found(before, after(request), request, store.wanted(), reconciler.observed());
    }

    /** Refuses what would make containers or volumes when there is no room for them. */
    void refuseWithoutRoom(WantedProject after) throws Refused {
        Optional<String> shortage = premises.shortage();
        if (shortage.isPresent()
                && preview().actions(after).stream()
                        .anyMatch(action ->
                                action instanceof Action.CreateContainer || action instanceof Action.EnsureVolume)) {
            throw new Refused(Kind.FAILED, "nothing was changed: " + shortage.get(), "");
        }
    }

    /** The actions in the order of their rounds, each with its reason. */
    List<Planned> plan(UpRequest request) throws Refused {
        Found found = found(request);
        found.refuse();
        WantedProject before = store.project(request.model().name());
        return preview().of(before, after(request).with(found.remaking()));
    }

    Preview preview() {
        return new Preview(planner, store.wanted(), reconciler.observed(), clock.millis(), premises::image);
    }

    /** What an up does not change, though it should be known, each with its place in the project. */
    public List<Reason> notices(UpRequest asked) throws Refused {
        List<Reason> notices = new ArrayList<>(found(resolved(asked)).notices());
        premises.shortage().ifPresent(shortage -> notices.add(new Reason(shortage, "")));
        return notices;
    }

    /** Volumes that were made with something else than the file says now. */
    public List<Mismatch> mismatches(UpRequest asked) throws Refused {
        return found(resolved(asked)).mismatches().stream()
                .map(one -> new Mismatch(one.name(), one.text(), one.guarded()))
                .toList();
    }

    private UpRequest resolved(UpRequest asked) throws Refused {
        return asked.withModel(granting.resolved(asked.model()));
    }
}
