/**
 * Files that must survive: replaced, moved and deleted so that a crash, or a power cut, leaves the old or the new.
 *
 * <p>Must not know: what the files hold. Start reading at {@link io.jcompose.runtime.disk.Disk}.
 */
@NullMarked
package io.jcompose.runtime.disk;

import org.jspecify.annotations.NullMarked;
