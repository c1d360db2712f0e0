package io.jcompose.runtime.layer;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Bytes from one thread to another, a few pieces of 64 KiB at most between them. Each side tells the other when it stops:
 * a reader that closes makes the writer fail, a writer that fails makes the reader fail with the same failure.
 */
public final class BytePipe {
    private static final int PIECE = 1 << 16;
    private static final int PIECES = 8;
    private static final int LOOK_MILLIS = 200;

    private final BlockingQueue<byte[]> pieces = new ArrayBlockingQueue<>(PIECES);
    private volatile boolean written;
    private volatile boolean abandoned;
    private volatile @Nullable IOException failure;

    private final OutputStream out = new Out();
    private final InputStream in = new In();

    /** For one thread; {@code close} says that all is written. */
    public OutputStream out() {
        return out;
    }

    /** For another thread. */
    public InputStream in() {
        return in;
    }

    /** Says, instead of closing {@link #out}, that no more comes because something failed. */
    public void fail(IOException why) {
        failure = why;
        written = true;
    }

    /** Whether the writer said so. */
    public boolean isFailed() {
        return failure != null;
    }

    private final class Out extends OutputStream {
        private byte[] piece = new byte[PIECE];
        private int filled;

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int done = 0;
            while (done < length) {
                int count = Math.min(length - done, PIECE - filled);
                System.arraycopy(bytes, offset + done, piece, filled, count);
                filled += count;
                done += count;
                if (filled == PIECE) {
                    pass();
                }
            }
        }

        @Override
        public void flush() throws IOException {
            if (filled > 0) {
                pass();
            }
        }

        private void pass() throws IOException {
            byte[] full = filled == PIECE ? piece : java.util.Arrays.copyOf(piece, filled);
            try {
                while (!pieces.offer(full, LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                    checkReader();
                }
            } catch (InterruptedException e) {
                throw interrupted();
            }
            checkReader();
            piece = new byte[PIECE];
            filled = 0;
        }

        private void checkReader() throws IOException {
            if (abandoned) {
                throw new Abandoned();
            }
        }

        @Override
        public void close() throws IOException {
            if (!written) {
                flush();
                written = true;
            }
        }
    }

    private final class In extends InputStream {
        private byte[] piece = new byte[0];
        private int taken;

        @Override
        public int read() throws IOException {
            return more() ? Byte.toUnsignedInt(piece[taken++]) : -1;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (!more()) {
                return -1;
            }
            int count = Math.min(length, piece.length - taken);
            System.arraycopy(piece, taken, buffer, offset, count);
            taken += count;
            return count;
        }

        private boolean more() throws IOException {
            while (taken == piece.length) {
                // Asked before the queue is: what was written before the end is in the queue by then.
                boolean last = written;
                byte[] next = next(last);
                if (next != null) {
                    piece = next;
                    taken = 0;
                } else if (last) {
                    IOException why = failure;
                    if (why != null) {
                        throw why;
                    }
                    return false;
                }
            }
            return true;
        }

        private byte @Nullable [] next(boolean last) throws IOException {
            try {
                return last ? pieces.poll() : pieces.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                throw interrupted();
            }
        }

        @Override
        public void close() {
            abandoned = true;
            pieces.clear();
        }
    }

    private static InterruptedIOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted");
    }
}
