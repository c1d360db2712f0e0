package io.jcompose.orchestrator.plan.rule;

import io.jcompose.orchestrator.plan.Action;
import io.jcompose.orchestrator.plan.Because;
import io.jcompose.orchestrator.plan.Draft;
import io.jcompose.orchestrator.plan.Memo;
import io.jcompose.orchestrator.plan.ObservedContainer;
import io.jcompose.orchestrator.plan.Obstacle;
import io.jcompose.orchestrator.plan.ProjectView;
import io.jcompose.orchestrator.plan.Resource;
import io.jcompose.orchestrator.plan.Rule;
import io.jcompose.orchestrator.plan.Stock;
import io.jcompose.orchestrator.plan.WantedService;
import io.jcompose.spec.Network;
import io.jcompose.spec.Volume;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Networks and volumes that are to be made anew go, and networks of which nobody speaks any more. Containers leave a
 * network, stopped in order, and are started again when they are connected to its successor; those that use a volume are
 * made anew with it. What was made for nobody else is removed when nobody is left in it: other rules make what is missing.
 */
final class RemakeRule implements Rule {
    @Override
    public void apply(ProjectView view, Draft draft) {
        if (view.wanted().down() != null || !view.validated()) {
            return;
        }
        Stock stock = view.stock();
        view.wanted().networks().forEach((key, network) -> {
            if (stock.endsNetwork(network.name())) {
                remake(view, draft, network, stock.because(key, network));
            }
        });
        view.wanted().volumes().forEach((key, volume) -> {
            if (stock.endsVolume(volume.name())) {
                remake(view, draft, volume, stock.because(key, volume));
            }
        });
        view.placed().forEach(placed -> {
            for (String network : stock.leaving(placed)) {
                if (!stock.endsNetwork(network)) {
                    leave(view, draft, placed.container(), network, new Because.Undeclared(network));
                }
            }
        });
        for (String network : stock.leftNetworks()) {
            draft.add(new Action.RemoveNetwork(view.name(), network, new Because.Undeclared(network)));
        }
    }

    private static void remake(ProjectView view, Draft draft, Network network, Because because) {
        Optional<String> held = view.stock().holdsNetwork(network.name());
        if (held.isPresent()) {
            draft.hopeless(view.name(), Obstacle.ofAll(held.get()));
            return;
        }
        boolean free = true;
        for (ObservedContainer container : view.containers()) {
            if (container.addresses().containsKey(network.name())) {
                free = false;
                leave(view, draft, container, network.name(), because);
            }
        }
        if (free) {
            draft.add(new Action.RemoveNetwork(view.name(), network.name(), because));
        }
    }

    private static void leave(
            ProjectView view, Draft draft, ObservedContainer container, String network, Because because) {
        WantedService service = view.service(container);
        boolean again = service != null && service.running();
        Memo memo = container.memo();
        ObservedContainer leaving =
                again ? container.withMemo(memo.with(memo.care().moved())) : container;
        Predicate<WantedService> leavesToo =
                other -> view.containersOf(other.spec().name()).stream()
                        .anyMatch(one -> one.addresses().containsKey(network));
        if (Ending.stop(view, draft, leaving, leavesToo, because)) {
            draft.add(new Action.DisconnectContainer(container, network, because));
        }
    }

    private static void remake(ProjectView view, Draft draft, Volume volume, Because because) {
        Optional<String> held = view.stock().isGuarded(volume)
                ? Optional.of("volume " + volume.name() + " is protected (x-protected)")
                : view.stock().holdsVolume(volume.name());
        if (held.isPresent()) {
            draft.hopeless(view.name(), Obstacle.ofAll(held.get()));
            return;
        }
        var users = view.stock().users(volume.name());
        for (ObservedContainer container : users) {
            Predicate<WantedService> goesToo = other -> users.stream()
                    .anyMatch(user -> user.slot().service().equals(other.spec().name()));
            Ending.remove(view, draft, container, goesToo, because);
        }
        if (users.isEmpty() && !isCreating(view)) {
            draft.add(new Action.RemoveVolume(view.name(), volume.name(), because));
        }
    }

    /** Whether a container is being made just now, whose volumes are not known yet. */
    private static boolean isCreating(ProjectView view) {
        return view.observed().inFlight().stream()
                .anyMatch(resource -> resource.project().equals(view.name()) && resource.kind() == Resource.Kind.SLOT);
    }
}
