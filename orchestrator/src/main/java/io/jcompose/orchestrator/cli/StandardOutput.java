package io.jcompose.orchestrator.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.function.IntConsumer;

/**
 * Standard output. Who reads it may go away ({@code logs -f | head}): others end by SIGPIPE then, which a JVM ignores, and
 * PrintStream swallows the error, so that a command that follows something would go on for ever.
 */
final class StandardOutput extends FilterOutputStream {
    /** 128 and the number of SIGPIPE, as a shell has it. */
    private static final int ENDED_BY_PIPE = 141;

    private static final String NOBODY_READS = "Broken pipe";

    private final PrintStream err;
    private final IntConsumer end;

    /**
     * An output.
     *
     * @param err is told why it cannot be written, unless nobody reads it any more
     * @param end ends the process with this code
     */
    StandardOutput(OutputStream out, PrintStream err, IntConsumer end) {
        super(out);
        this.err = err;
        this.end = end;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            String reason = String.valueOf(e.getMessage());
            if (!reason.contains(NOBODY_READS)) {
                err.println("jcompose: cannot write the output: " + reason);
                err.flush();
            }
            end.accept(ENDED_BY_PIPE);
            throw e;
        }
    }
}
