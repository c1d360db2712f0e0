/**
 * What is said between us and the {@code keeper} program (src/main/c): the steps of a launch plan, its bytes, messages,
 * and the exit record.
 *
 * <p>Must not know: which steps a container needs, where its files lie. Start reading at {@link
 * io.jcompose.runtime.keeper.LaunchStep}.
 */
@NullMarked
package io.jcompose.runtime.keeper;

import org.jspecify.annotations.NullMarked;
