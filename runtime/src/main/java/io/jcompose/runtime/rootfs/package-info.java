/**
 * What a container's file system is made of: layers, the kernel's file systems, devices, mounts; and what a new volume is
 * filled with.
 *
 * <p>Must not know: processes, limits. Start reading at {@link io.jcompose.runtime.rootfs.RootFileSystem}.
 */
@NullMarked
package io.jcompose.runtime.rootfs;

import org.jspecify.annotations.NullMarked;
