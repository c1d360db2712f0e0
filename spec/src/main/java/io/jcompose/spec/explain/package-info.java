/**
 * Why a project is what it is: where its values and its variables came from.
 *
 * <p>Must not know: terminals, the daemon. Start reading at {@link io.jcompose.spec.explain.UsedVariables}.
 */
@NullMarked
package io.jcompose.spec.explain;

import org.jspecify.annotations.NullMarked;
