package io.jcompose.orchestrator.plan.rule;

import io.jcompose.orchestrator.plan.Action;
import io.jcompose.orchestrator.plan.Because;
import io.jcompose.orchestrator.plan.Draft;
import io.jcompose.orchestrator.plan.Obstacle;
import io.jcompose.orchestrator.plan.ProjectView;
import io.jcompose.orchestrator.plan.Rule;

/** Named volumes are made. */
final class VolumeRule implements Rule {
    @Override
    public void apply(ProjectView view, Draft draft) {
        if (view.wanted().down() != null || !view.validated()) {
            return;
        }
        view.wanted().volumes().forEach((key, volume) -> {
            if (view.observed().volumes().containsKey(volume.name())) {
                return;
            }
            if (volume.external()) {
                draft.hopeless(view.name(), Obstacle.ofAll("external volume \"" + volume.name() + "\" not found"));
            } else {
                draft.add(new Action.EnsureVolume(
                        view.name(), key, volume, new Because.Missing("volume " + volume.name())));
            }
        });
    }
}
