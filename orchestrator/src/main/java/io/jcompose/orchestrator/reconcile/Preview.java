package io.jcompose.orchestrator.reconcile;

import io.jcompose.orchestrator.plan.Action;
import io.jcompose.orchestrator.plan.Because;
import io.jcompose.orchestrator.plan.Observed;
import io.jcompose.orchestrator.plan.Planner;
import io.jcompose.orchestrator.plan.Simulation;
import io.jcompose.orchestrator.plan.Wanted;
import io.jcompose.orchestrator.plan.WantedProject;
import io.jcompose.orchestrator.plan.WantedService;
import io.jcompose.spec.change.Difference;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the planner would do if something else were wanted: the same planner, on imagined effects. */
final class Preview {
    private final Planner planner;
    private final Wanted wanted;
    private final Observed observed;
    private final long now;
    private final Function<String, Optional<String>> images;

    /** {@code images} tells which image a reference means on this host. */
    Preview(Planner planner, Wanted wanted, Observed observed, long now, Function<String, Optional<String>> images) {
        this.images = images;
        this.planner = planner;
        this.wanted = wanted;
        this.observed = observed;
        this.now = now;
    }

    /** The actions that bring a project from what is wanted of it before to what is wanted after, by rounds. */
    List<Planned> of(@Nullable WantedProject before, WantedProject after) {
        return actions(after).stream()
                .map(action -> planned(action, changes(action, before, after)))
                .toList();
    }

    /** The same as they are. */
    List<Action> actions(WantedProject after) {
        SortedMap<String, WantedProject> projects = new TreeMap<>(wanted.projects());
        projects.put(after.name(), after);
        return new Simulation(planner, new Wanted(projects), observed, now, images)
                .run().stream()
                        .filter(action -> action.project().equals(after.name()) && visible(action))
                        .toList();
    }

    /** Bookkeeping is no change that anybody would see. */
    private static boolean visible(Action action) {
        return !(action instanceof Action.ChooseImage
                || action instanceof Action.ReservePorts
                || action instanceof Action.ReleasePorts
                || action instanceof Action.ConnectContainer
                || action instanceof Action.DisconnectContainer
                || action instanceof Action.EndOneOff
                || action instanceof Action.Remember
                || action instanceof Action.JudgeUpdates);
    }

    private static Planned planned(Action action, List<Difference> changes) {
        Because because = action.because();
        if (because instanceof Because.Changed changed) {
            because = new Because.Changed(
                    changed.service(), changes.stream().map(Difference::path).toList());
        }
        return new Planned(action.text(), because.text(), action.path(), changes);
    }

    private static List<Difference> changes(Action action, @Nullable WantedProject before, WantedProject after) {
        if (action.because() instanceof Because.Reconfigured remade && !(action instanceof Action.OnContainer)) {
            return remade.changes();
        }
        if (!(action.because() instanceof Because.Changed changed) || before == null) {
            return List.of();
        }
        WantedService old = before.services().get(changed.service());
        WantedService now = after.services().get(changed.service());
        return old == null || now == null ? List.of() : Difference.between(old.spec(), now.spec());
    }
}
