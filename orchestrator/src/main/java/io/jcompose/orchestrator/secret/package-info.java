/**
 * What secrets and configs hold, encrypted on disk, and the names that the daemon knows for some of it.
 *
 * <p>Must not know: projects, containers, the API. Start reading at {@link io.jcompose.orchestrator.secret.SecretStore}.
 */
@NullMarked
package io.jcompose.orchestrator.secret;

import org.jspecify.annotations.NullMarked;
