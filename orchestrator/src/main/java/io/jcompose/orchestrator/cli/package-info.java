/**
 * The command line: finds the command that was called, builds only that one, and turns whatever goes wrong into a
 * sentence and an exit code.
 *
 * <p>Must not know: what a command does. Start reading at {@link io.jcompose.orchestrator.cli.Main}.
 */
@NullMarked
package io.jcompose.orchestrator.cli;

import org.jspecify.annotations.NullMarked;
