/**
 * Files of this host that services are developed from ({@code develop.watch}): what the kernel tells of them, and what
 * follows from it. {@link io.jcompose.orchestrator.watch.Decision} and the values around it are pure.
 *
 * <p>Must not know: the daemon, commands, the screen. Start reading at {@link io.jcompose.orchestrator.watch.Decision}
 * and {@link io.jcompose.orchestrator.watch.FileWatch}.
 */
@NullMarked
package io.jcompose.orchestrator.watch;

import org.jspecify.annotations.NullMarked;
