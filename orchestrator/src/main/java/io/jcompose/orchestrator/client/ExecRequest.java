package io.jcompose.orchestrator.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A command inside a running container.
 *
 * @param index replica, from 1; 0 for any
 * @param environment {@code NAME=value}
 * @param terminal size of the caller's terminal, or null for plain pipes
 */
public record ExecRequest(
        String service,
        int index,
        List<String> command,
        List<String> environment,
        @Nullable String user,
        @Nullable String workingDirectory,
        @Nullable Size terminal) {

    /** Rows and columns of a terminal, in characters. */
    public record Size(int rows, int columns) {}

    byte[] json() {
        return RequestBody.of(out -> {
            out.writeStringField("service", service);
            out.writeNumberField("index", Math.max(index, 1));
            RequestBody.texts(out, "command", command);
            RequestBody.texts(out, "environment", environment);
            out.writeStringField("user", user);
            out.writeStringField("workingDirectory", workingDirectory);
            out.writeBooleanField("tty", terminal != null);
            if (terminal != null) {
                out.writeNumberField("rows", terminal.rows());
                out.writeNumberField("columns", terminal.columns());
            }
        });
    }
}
