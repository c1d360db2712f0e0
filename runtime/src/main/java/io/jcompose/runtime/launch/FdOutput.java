package io.jcompose.runtime.launch;

import io.jcompose.runtime.linux.Fd;
import io.jcompose.runtime.linux.Kernel;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;

/** Writes to a pipe, whose end is its closing, or to a terminal, which is sent Ctrl-D. */
final class FdOutput extends OutputStream {
    private static final byte[] END_OF_TRANSMISSION = {4};

    private final Kernel kernel;
    private final Fd fd;
    private final boolean terminal;
    private boolean closed;

    FdOutput(Kernel kernel, Fd fd, boolean terminal) {
        this.kernel = kernel;
        this.fd = fd;
        this.terminal = terminal;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        if (closed) {
            throw new IOException("the input of the command is closed");
        }
        kernel.write(fd, Arrays.copyOfRange(bytes, offset, offset + length));
    }

    /** Closes without a word to a terminal, which the reading side owns. */
    synchronized void abandon() {
        try {
            if (!terminal) {
                fd.close();
            }
            closed = true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        if (terminal) {
            kernel.write(fd, END_OF_TRANSMISSION);
        } else {
            fd.close();
        }
    }
}
