/**
 * The daemon as seen from another process: HTTP/1.1 over its unix socket, and how to start it.
 *
 * <p>Must not know: YAML, the screen, the daemon's own classes; no logging, no native code (it is on the command line's
 * hot path). Start reading at {@link io.jcompose.orchestrator.client.DaemonClient}.
 */
@NullMarked
package io.jcompose.orchestrator.client;

import org.jspecify.annotations.NullMarked;
