/**
 * What is kept on disk: where a container's files lie, its intent, and volumes.
 *
 * <p>Must not know: processes, mounts, what a container does. Start reading at {@link
 * io.jcompose.runtime.store.ContainerFiles}.
 */
@NullMarked
package io.jcompose.runtime.store;

import org.jspecify.annotations.NullMarked;
