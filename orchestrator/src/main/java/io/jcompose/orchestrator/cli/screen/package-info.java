/**
 * What a person sees: tables, progress, log lines, errors; and what a terminal can do.
 *
 * <p>Must not know: commands, options, sockets. Start reading at {@link io.jcompose.orchestrator.cli.screen.Console}.
 */
@NullMarked
package io.jcompose.orchestrator.cli.screen;

import org.jspecify.annotations.NullMarked;
