/**
 * Who did what and what came of it: a file that only grows, whose lines are chained by their digests.
 *
 * <p>Must not know: what the deeds mean, HTTP. Start reading at {@link io.jcompose.orchestrator.audit.Audit}.
 */
@NullMarked
package io.jcompose.orchestrator.audit;

import org.jspecify.annotations.NullMarked;
