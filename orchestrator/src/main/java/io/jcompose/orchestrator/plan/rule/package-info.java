/**
 * The reasons to act, one class each; {@link io.jcompose.orchestrator.plan.rule.Rules} lists them in order.
 *
 * <p>Must not know: threads, files, clocks, how an action is done.
 */
@NullMarked
package io.jcompose.orchestrator.plan.rule;

import org.jspecify.annotations.NullMarked;
