/**
 * Trees to records: every short form ends here.
 *
 * <p>Must not know: files, variables, the order of phases. Start reading at {@link io.jcompose.spec.decode.ProjectDecoder}.
 *
 * <p>An attribute that nothing acts on is a row of its table ({@link io.jcompose.spec.decode.ServiceShape} and its
 * neighbours), and is kept as {@code Further}. When it is built, its name moves to the table's acted ones, and it becomes a
 * component of {@code Service}, one line in {@code ServiceDecoder}, and one in {@code encode.ServiceEncoder}. In both cases:
 * a row in {@code phase.MergeRules} if it merges in a special way, a pair under {@code golden}, and a line in the generator
 * of random projects. What no table knows is refused.
 */
@NullMarked
package io.jcompose.spec.decode;

import org.jspecify.annotations.NullMarked;
