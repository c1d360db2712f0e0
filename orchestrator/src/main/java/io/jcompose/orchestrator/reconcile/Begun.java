package io.jcompose.orchestrator.reconcile;

import io.jcompose.orchestrator.plan.WantedProject;
import org.jspecify.annotations.Nullable;

/**
 * A changed wish that is not fulfilled yet.
 *
 * @param awaited whose rest is waited for
 * @param before what was wanted until then, or null
 * @param after what is wanted since
 * @param since when it was changed, CLOCK_BOOTTIME milliseconds
 */
public record Begun(
        String project, Awaited awaited, @Nullable WantedProject before, WantedProject after, long since) {
    /** Of the wish, which waiters compare. */
    public long version() {
        return awaited.version();
    }
}
