package io.jcompose.orchestrator.plan.rule;

import io.jcompose.orchestrator.plan.Action;
import io.jcompose.orchestrator.plan.Because;
import io.jcompose.orchestrator.plan.Draft;
import io.jcompose.orchestrator.plan.Obstacle;
import io.jcompose.orchestrator.plan.ProjectView;
import io.jcompose.orchestrator.plan.Rule;
import io.jcompose.spec.Network;

/** Networks are made, and repaired when they were damaged. */
final class NetworkRule implements Rule {
    @Override
    public void apply(ProjectView view, Draft draft) {
        if (view.wanted().down() != null || !view.validated()) {
            return;
        }
        view.wanted().networks().forEach((key, network) -> {
            if (view.stock().endsNetwork(network.name())) {
                return;
            }
            Boolean whole = view.observed().networks().get(network.name());
            if (whole == null && network.external()) {
                draft.hopeless(
                        view.name(),
                        Obstacle.ofAll("network " + network.name() + " declared as external, but could not be found"));
            } else if (whole == null && view.stock().isSubnetTaken(network)) {
                draft.pending(
                        view.name(),
                        Obstacle.ofAll("network " + network.name() + " waits for the subnet of another one"));
            } else if (whole == null || !whole) {
                draft.add(new Action.EnsureNetwork(view.name(), key, network, because(network, whole == null)));
            }
        });
    }

    private static Because because(Network network, boolean missing) {
        String what = "network " + network.name();
        return missing ? new Because.Missing(what) : new Because.Damaged(what);
    }
}
