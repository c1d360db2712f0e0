package io.jcompose.orchestrator.reconcile;

import io.jcompose.orchestrator.plan.WantedProject;
import org.jspecify.annotations.Nullable;

/**
 * A changed wish that is not fulfilled yet.
 *
 * @param version of the wish, which waiters compare
 * @param before what was wanted until then, or null
 * @param since when it was changed, CLOCK_BOOTTIME milliseconds
 */
public record Begun(String project, long version, @Nullable WantedProject before, long since) {}
