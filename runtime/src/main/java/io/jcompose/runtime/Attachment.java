package io.jcompose.runtime;

import java.io.IOException;
import java.io.OutputStream;

/**
 * The input of one run of a container; what it writes is in its log. The run goes on without it: closing it gives a
 * command without a terminal the end of its input.
 */
public interface Attachment extends AutoCloseable {
    /** Its standard input or terminal. Throws when it is written to before the start, or after the end, of the run. */
    OutputStream input();

    /** Sets the size of its terminal, in characters; does nothing without one. */
    void resize(int rows, int columns) throws IOException;

    @Override
    void close();
}
