package io.jcompose.runtime;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A command for a running container.
 *
 * @param command program and arguments
 * @param environment {@code NAME=value}, added to the container's own
 * @param user null for the container's
 * @param workingDirectory null for the container's
 * @param tty whether it gets a terminal: output is then one stream
 */
public record ExecSpec(
        List<String> command,
        List<String> environment,
        @Nullable String user,
        @Nullable String workingDirectory,
        boolean tty) {}
