/**
 * What images are called and described by: references, digests, platforms, manifests and indexes. Pure values.
 *
 * <p>Must not know: files, stores, registries. Start reading at {@link io.jcompose.runtime.manifest.Document}.
 */
@NullMarked
package io.jcompose.runtime.manifest;

import org.jspecify.annotations.NullMarked;
