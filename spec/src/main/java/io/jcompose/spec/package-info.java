/**
 * What a Compose file means: the resolved {@link io.jcompose.spec.Project} and its parts, all immutable.
 *
 * <p>Must not know: Linux, clocks, threads, sockets, the daemon. Start reading at {@link io.jcompose.spec.Project}; the
 * only way in is {@code io.jcompose.spec.text.Loader}.
 */
@NullMarked
package io.jcompose.spec;

import org.jspecify.annotations.NullMarked;
