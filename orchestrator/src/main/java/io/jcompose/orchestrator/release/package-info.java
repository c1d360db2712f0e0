/**
 * What ran when: numbered releases of projects, how to go back to one, and how one goes from an environment to the next.
 *
 * <p>Must not know: HTTP, YAML, terminals, how an action is done. Start reading at {@link
 * io.jcompose.orchestrator.release.Releases} and {@link io.jcompose.orchestrator.release.Promoter}.
 */
@NullMarked
package io.jcompose.orchestrator.release;

import org.jspecify.annotations.NullMarked;
