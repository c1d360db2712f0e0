package io.jcompose.orchestrator.release;

import io.jcompose.orchestrator.plan.WantedProject;
import io.jcompose.orchestrator.reconcile.Begun;
import org.jspecify.annotations.Nullable;

/**
 * An up that was begun.
 *
 * @param asked what it wanted
 * @param release as it was recorded, or null when nothing seemed to change
 */
record Recorded(Begun begun, WantedProject asked, @Nullable Release release, Order order) {
    int number() {
        return release == null ? 0 : release.heading().number();
    }

    String project() {
        return begun.project();
    }
}
