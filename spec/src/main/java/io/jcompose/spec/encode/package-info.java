/**
 * Records to canonical trees: the mirror of spec.decode.
 *
 * <p>Must not know: files, YAML syntax. Start reading at {@link io.jcompose.spec.encode.ProjectEncoder}.
 */
@NullMarked
package io.jcompose.spec.encode;

import org.jspecify.annotations.NullMarked;
