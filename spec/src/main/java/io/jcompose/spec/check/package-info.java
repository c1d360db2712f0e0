/**
 * What must hold between the parts of a project, one class for one rule.
 *
 * <p>Must not know: YAML, trees. Start reading at {@link io.jcompose.spec.check.Checks}.
 */
@NullMarked
package io.jcompose.spec.check;

import org.jspecify.annotations.NullMarked;
