/**
 * Images as files: archives of {@code docker save} and of the OCI image layout, read and written as streams; trees of
 * files that become images and the reverse.
 *
 * <p>Must not know: registries, containers, the network. Start reading at {@link
 * io.jcompose.runtime.archive.StoredArchives}.
 */
@NullMarked
package io.jcompose.runtime.archive;

import org.jspecify.annotations.NullMarked;
