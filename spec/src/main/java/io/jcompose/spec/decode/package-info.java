/**
 * Trees to records: every short form ends here.
 *
 * <p>Must not know: files, variables, the order of phases. Start reading at {@link io.jcompose.spec.decode.ProjectDecoder}.
 */
@NullMarked
package io.jcompose.spec.decode;

import org.jspecify.annotations.NullMarked;
