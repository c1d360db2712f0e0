/**
 * What is there: snapshots of containers, networks and volumes, health, and what the daemon remembers of containers.
 *
 * <p>Must not know: what is wanted to be done about it. Start reading at {@link
 * io.jcompose.orchestrator.observe.Observer}.
 */
@NullMarked
package io.jcompose.orchestrator.observe;

import org.jspecify.annotations.NullMarked;
