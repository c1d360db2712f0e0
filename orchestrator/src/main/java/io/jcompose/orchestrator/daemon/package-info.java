/**
 * The running system: {@link io.jcompose.orchestrator.daemon.Daemon} builds its graph by hand, and is its map.
 *
 * <p>Must not know: command lines' looks. Start reading at {@link io.jcompose.orchestrator.daemon.Daemon}.
 */
@NullMarked
package io.jcompose.orchestrator.daemon;

import org.jspecify.annotations.NullMarked;
