/**
 * Containers as processes: the plan of a start, the keepers that carry it out, adoption of what runs already, commands in
 * running containers, and the end.
 *
 * <p>Must not know: services, networks beyond a namespace to join. Start reading at {@link
 * io.jcompose.runtime.launch.LocalContainers}.
 */
@NullMarked
package io.jcompose.runtime.launch;

import org.jspecify.annotations.NullMarked;
