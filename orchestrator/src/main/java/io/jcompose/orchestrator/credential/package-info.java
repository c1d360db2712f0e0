/**
 * Accounts at registries, as people keep them: our file, Docker's file, Docker's helper programs.
 *
 * <p>Must not know: the daemon, which gets accounts only with a request. Start reading at {@link
 * io.jcompose.orchestrator.credential.Credentials}.
 */
@NullMarked
package io.jcompose.orchestrator.credential;

import org.jspecify.annotations.NullMarked;
