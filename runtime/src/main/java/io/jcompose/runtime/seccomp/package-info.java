/**
 * System call filters: a profile as data, and the BPF program that the kernel takes.
 *
 * <p>Must not know: containers, how a program is loaded. Start reading at {@link
 * io.jcompose.runtime.seccomp.SeccompProgram}.
 */
@NullMarked
package io.jcompose.runtime.seccomp;

import org.jspecify.annotations.NullMarked;
