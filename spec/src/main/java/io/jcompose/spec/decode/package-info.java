/**
 * Trees to records: every short form ends here.
 *
 * <p>Must not know: files, variables, the order of phases. Start reading at {@link io.jcompose.spec.decode.ProjectDecoder}.
 *
 * <p>A new attribute of a service is: a component of {@code Service}, one line in {@code ServiceDecoder}, one in {@code
 * encode.ServiceEncoder}, a row in {@code phase.MergeRules} if it merges in a special way, a pair under {@code golden},
 * and a line in the generator of random projects. What {@code Vocabulary} lists and no decoder takes is refused.
 */
@NullMarked
package io.jcompose.spec.decode;

import org.jspecify.annotations.NullMarked;
