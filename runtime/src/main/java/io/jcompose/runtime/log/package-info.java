/**
 * The logs that keepers write: segment files of frames, and reading them line by line.
 *
 * <p>Must not know: containers, processes. Start reading at {@link io.jcompose.runtime.log.LogSegments}.
 */
@NullMarked
package io.jcompose.runtime.log;

import org.jspecify.annotations.NullMarked;
