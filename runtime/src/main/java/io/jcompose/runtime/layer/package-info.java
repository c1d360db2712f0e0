/**
 * One layer as a stream and as a directory: the tar codec, unpacking what strangers wrote, packing a directory back, and
 * compression. A directory is in overlayfs' form: whiteouts are devices 0:0, opaque directories have an attribute.
 *
 * <p>Must not know: the store, images, manifests of registries. Start reading at {@link
 * io.jcompose.runtime.layer.LayerUnpacker} and {@link io.jcompose.runtime.layer.LayerTar}.
 */
@NullMarked
package io.jcompose.runtime.layer;

import org.jspecify.annotations.NullMarked;
