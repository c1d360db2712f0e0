/**
 * What happens to the trees before they are decoded, one class for one phase.
 *
 * <p>Must not know: the model's records. Start reading at {@link io.jcompose.spec.phase.Phases}.
 */
@NullMarked
package io.jcompose.spec.phase;

import org.jspecify.annotations.NullMarked;
