/**
 * Habits in Compose files that work and go wrong later, one class for one rule.
 *
 * <p>Must not know: terminals, the daemon. Start reading at {@link io.jcompose.spec.lint.Linter}, then {@code Rules}.
 */
@NullMarked
package io.jcompose.spec.lint;

import org.jspecify.annotations.NullMarked;
