/**
 * The images of one state directory: the content store, references, and images that are made from files of this host.
 *
 * <p>Must not know: containers, networks, mounts, registries. Start reading at {@link
 * io.jcompose.runtime.image.ImageStore}.
 */
@NullMarked
package io.jcompose.runtime.image;

import org.jspecify.annotations.NullMarked;
