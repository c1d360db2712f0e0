/**
 * One container and one image on one Linux: the facades {@link io.jcompose.runtime.Containers}, {@link
 * io.jcompose.runtime.Images} and {@link io.jcompose.runtime.Volumes}, and the values they speak in.
 *
 * <p>Must not know: services, projects, YAML, networks beyond a namespace to join. Start reading at {@link
 * io.jcompose.runtime.Containers}.
 */
@NullMarked
package io.jcompose.runtime;

import org.jspecify.annotations.NullMarked;
