/**
 * The one door to the kernel: system calls, descriptors, errno, and readers of /proc and of cgroup files.
 *
 * <p>Must not know: containers, images, networks. No other package may import {@code jnr}. Start reading at {@link
 * io.jcompose.runtime.linux.Kernel}.
 */
@NullMarked
package io.jcompose.runtime.linux;

import org.jspecify.annotations.NullMarked;
