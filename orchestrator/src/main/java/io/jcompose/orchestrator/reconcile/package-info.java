/**
 * The loop that keeps what is wanted: stored wishes, wakes, rounds, and the calls by which people change wishes and wait
 * for them.
 *
 * <p>Must not know: HTTP, terminals, how an action is done. Start reading at {@link
 * io.jcompose.orchestrator.reconcile.Reconciler}.
 */
@NullMarked
package io.jcompose.orchestrator.reconcile;

import org.jspecify.annotations.NullMarked;
