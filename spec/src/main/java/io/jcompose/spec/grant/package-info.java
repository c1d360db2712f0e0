/**
 * What services are granted: the content of secrets and configs, of which a project keeps digests.
 *
 * <p>Must not know: YAML, how content reaches a container. Start reading at {@link io.jcompose.spec.grant.Grants}.
 */
@NullMarked
package io.jcompose.spec.grant;

import org.jspecify.annotations.NullMarked;
