/**
 * Actions become real: the executor runs them on a bounded pool, the live effects do them on runtime and network.
 *
 * <p>Must not know: why; it decides nothing. Start reading at {@link io.jcompose.orchestrator.execute.Executor}.
 */
@NullMarked
package io.jcompose.orchestrator.execute;

import org.jspecify.annotations.NullMarked;
