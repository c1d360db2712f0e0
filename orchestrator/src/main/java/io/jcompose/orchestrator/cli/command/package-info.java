/**
 * One class for each command of the command line.
 *
 * <p>Must not know: how the call was taken apart, how errors are shown. Start reading at {@link
 * io.jcompose.orchestrator.cli.command.Command}.
 */
@NullMarked
package io.jcompose.orchestrator.cli.command;

import org.jspecify.annotations.NullMarked;
