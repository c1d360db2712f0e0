/**
 * The REST API on the unix socket: HTTP to calls of {@link io.jcompose.orchestrator.reconcile.Control}, and back.
 *
 * <p>Must not know: the runtime and the network (a test says so). Handlers change what is wanted and wait; what they show
 * of containers and images comes through the small interfaces here. Start reading at {@link
 * io.jcompose.orchestrator.api.Routes}.
 */
@NullMarked
package io.jcompose.orchestrator.api;

import org.jspecify.annotations.NullMarked;
