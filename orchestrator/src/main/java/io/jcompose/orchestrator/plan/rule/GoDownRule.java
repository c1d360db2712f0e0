package io.jcompose.orchestrator.plan.rule;

import io.jcompose.orchestrator.plan.Action;
import io.jcompose.orchestrator.plan.AnonymousVolume;
import io.jcompose.orchestrator.plan.Because;
import io.jcompose.orchestrator.plan.Draft;
import io.jcompose.orchestrator.plan.ObservedContainer;
import io.jcompose.orchestrator.plan.ProjectView;
import io.jcompose.orchestrator.plan.Removal;
import io.jcompose.orchestrator.plan.Rule;
import io.jcompose.spec.Network;
import io.jcompose.spec.Volume;

/** A project goes down: containers, dependents first, then its ports and networks, then, if asked, its volumes. */
final class GoDownRule implements Rule {
    private static final Because BECAUSE = new Because.GoingDown();

    @Override
    public void apply(ProjectView view, Draft draft) {
        Removal.Down down = view.wanted().down();
        if (down == null) {
            return;
        }
        boolean containersLeft = false;
        for (ObservedContainer container : view.containers()) {
            if (view.service(container) != null || view.wanted().removeOrphans()) {
                Ending.remove(view, draft, container, service -> true, BECAUSE);
                containersLeft = true;
            }
        }
        if (containersLeft || creating(view)) {
            return;
        }
        // Orphans that are to stay keep their project known, or nothing could remove them and their networks later.
        if (!removeResources(view, draft, down) && view.containers().isEmpty()) {
            draft.add(new Action.ForgetProject(view.name(), BECAUSE));
        }
    }

    /** Whether a container is being made just now, that is not seen yet. */
    private static boolean creating(ProjectView view) {
        return view.observed().inFlight().stream()
                .anyMatch(resource -> resource.project().equals(view.name()));
    }

    /** Plans what is left to remove; whether there was anything. */
    private static boolean removeResources(ProjectView view, Draft draft, Removal.Down down) {
        boolean left = releasePorts(view, draft);
        for (Network network : view.wanted().networks().values()) {
            if (!network.external()
                    && view.observed().networks().containsKey(network.name())
                    && view.stock().isOwn(view.observed().origins().network(network.name()))
                    && !usedByOrphans(view, network)
                    && !view.networkShared(network.name())) {
                draft.add(new Action.RemoveNetwork(view.name(), network.name(), BECAUSE));
                left = true;
            }
        }
        for (String network : view.stock().leftNetworks()) {
            draft.add(new Action.RemoveNetwork(view.name(), network, BECAUSE));
            left = true;
        }
        for (Volume volume : view.wanted().volumes().values()) {
            if (down.volumes() && !volume.external() && isOwn(view, volume) && !view.volumeShared(volume.name())) {
                draft.add(new Action.RemoveVolume(view.name(), volume.name(), BECAUSE));
                left = true;
            }
        }
        if (down.volumes()) {
            left |= removeAnonymousVolumes(view, draft);
        }
        return left;
    }

    /** What was made for another project is that one's, also when nobody wants it now. */
    private static boolean isOwn(ProjectView view, Volume volume) {
        String owner = view.observed().volumes().get(volume.name());
        return owner != null && (owner.isEmpty() || owner.equals(view.name()));
    }

    private static boolean removeAnonymousVolumes(ProjectView view, Draft draft) {
        boolean left = false;
        for (String volume : view.observed().volumes().keySet()) {
            if (volume.startsWith(AnonymousVolume.prefix(view.name()))) {
                draft.add(new Action.RemoveVolume(view.name(), volume, BECAUSE));
                left = true;
            }
        }
        return left;
    }

    private static boolean usedByOrphans(ProjectView view, Network network) {
        return view.containers().stream()
                .anyMatch(container -> container.addresses().containsKey(network.name()));
    }

    private static boolean releasePorts(ProjectView view, Draft draft) {
        boolean left = false;
        for (String key : view.ports().keySet()) {
            draft.add(new Action.ReleasePorts(view.name(), key, BECAUSE));
            left = true;
        }
        return left;
    }
}
