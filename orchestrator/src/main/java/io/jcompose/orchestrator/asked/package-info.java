/**
 * What commands ask for, in the words that the command line, its requests and the daemon share; values only.
 *
 * <p>Must not know JSON, YAML, the wish or the host. Start at {@link io.jcompose.orchestrator.asked.UpAsked}.
 */
@NullMarked
package io.jcompose.orchestrator.asked;

import org.jspecify.annotations.NullMarked;
