/**
 * What changed between two versions of a service, and whether that needs a new container.
 *
 * <p>Must not know: files, YAML, the daemon. Start reading at {@link io.jcompose.spec.change.Fingerprint}.
 */
@NullMarked
package io.jcompose.spec.change;

import org.jspecify.annotations.NullMarked;
