/**
 * What is to be done: a pure function of wanted state, observed state and time.
 *
 * <p>Must not know: threads, files, clocks, the runtime or the network; it asks nobody and changes nothing. Start reading
 * at {@link io.jcompose.orchestrator.plan.Planner}.
 */
@NullMarked
package io.jcompose.orchestrator.plan;

import org.jspecify.annotations.NullMarked;
