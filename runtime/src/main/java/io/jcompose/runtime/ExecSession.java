package io.jcompose.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;

/** A command that runs in a container. Closing it kills the command when it still runs. */
public interface ExecSession extends AutoCloseable {
    /** Its standard input; closing it gives the command the end of input (a terminal gets Ctrl-D instead). */
    OutputStream input();

    /** Its standard output, or all its output with a terminal. */
    InputStream output();

    /** Its standard error; empty with a terminal. */
    InputStream error();

    /** Sets the size of its terminal, in characters. */
    void resize(int rows, int columns) throws IOException;

    void signal(int signal) throws IOException;

    /** Its exit code, or {@code 128 + signal}; 126 or 127 when it could not be executed or found. */
    CompletableFuture<Integer> exit();

    @Override
    void close();
}
