package io.jcompose.runtime.launch;

import io.jcompose.runtime.Attachment;
import io.jcompose.runtime.linux.Fd;
import io.jcompose.runtime.linux.Flags;
import io.jcompose.runtime.linux.Kernel;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A pipe, or the master of a terminal that the keeper of a run hands over. */
final class Attached implements Attachment {
    /** A pipe or terminal that can be written to takes so much at once (pipe(7)). */
    private static final int AT_ONCE = 1024;

    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);
    private static final byte[] END_OF_TRANSMISSION = {4};

    private final Kernel kernel;
    private final @Nullable Fd readEnd;
    private final Input input = new Input();
    private volatile @Nullable Fd target;
    private volatile boolean closed;
    private final boolean terminal;

    private Attached(Kernel kernel, @Nullable Fd readEnd, @Nullable Fd writeEnd) {
        this.kernel = kernel;
        this.readEnd = readEnd;
        this.target = writeEnd;
        this.terminal = writeEnd == null;
    }

    static Attached of(Kernel kernel, boolean terminal) throws IOException {
        if (terminal) {
            return new Attached(kernel, null, null);
        }
        Kernel.Pair pipe = kernel.pipe();
        return new Attached(kernel, pipe.first(), pipe.second());
    }

    /** What the keeper gets as its standard input; empty with a terminal. */
    Optional<Fd> forKeeper() {
        return Optional.ofNullable(readEnd);
    }

    /** The run has begun, or could not: our end for its input is no more ours; its terminal is from now on. */
    void begun(Optional<Fd> master) throws IOException {
        if (readEnd != null) {
            readEnd.close();
        }
        synchronized (this) {
            if (!closed) {
                master.ifPresent(fd -> target = fd);
                return;
            }
        }
        if (master.isPresent()) {
            master.get().close();
        }
    }

    @Override
    public OutputStream input() {
        return input;
    }

    @Override
    public synchronized void resize(int rows, int columns) throws IOException {
        Fd fd = target;
        if (terminal && fd != null && !closed) {
            kernel.setWindowSize(fd, rows, columns);
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        try {
            input.release();
            if (readEnd != null) {
                readEnd.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits by epoll, so that a command which does not read keeps nobody from closing. */
    private final class Input extends OutputStream {
        private boolean ended;

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
            Fd fd = target;
            if (fd == null || ended || closed) {
                throw new IOException("the command takes no input");
            }
            try (Fd epoll = kernel.epoll()) {
                kernel.epollAdd(epoll, fd, Flags.EPOLLOUT, 0);
                for (int at = offset; at < offset + length; at += AT_ONCE) {
                    awaitRoom(epoll);
                    kernel.write(fd, Arrays.copyOfRange(bytes, at, Math.min(at + AT_ONCE, offset + length)));
                }
            }
        }

        private void awaitRoom(Fd epoll) throws IOException {
            while (kernel.epollWait(epoll, LOOK_AGAIN).isEmpty()) {
                if (closed) {
                    throw new IOException("nobody waits for the command any more");
                }
            }
        }

        @Override
        public synchronized void close() throws IOException {
            Fd fd = target;
            if (fd == null || ended) {
                return;
            }
            if (terminal) {
                write(END_OF_TRANSMISSION, 0, 1);
            } else {
                fd.close();
            }
            ended = true;
        }

        private synchronized void release() throws IOException {
            Fd fd = target;
            if (fd != null) {
                fd.close();
            }
        }
    }
}
