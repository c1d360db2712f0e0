package io.jcompose.runtime.layer;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Queue;
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

    private final BlockingQueue<Piece> pieces = new ArrayBlockingQueue<>(PIECES);
    /** Read to their end. Used again: in a small heap new ones for each 64 KiB keep the collector busy all the time. */
    private final Queue<Piece> spare = new ArrayBlockingQueue<>(PIECES + 2);

    private volatile boolean written;
    private volatile boolean abandoned;
    private volatile @Nullable IOException failure;

    private final OutputStream out = new Out();
    private final InputStream in = new In();

    private static final class Piece {
        private final byte[] bytes = new byte[PIECE];
        private int length;
    }

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
        private Piece piece = new Piece();

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int done = 0;
            while (done < length) {
                int count = Math.min(length - done, PIECE - piece.length);
                System.arraycopy(bytes, offset + done, piece.bytes, piece.length, count);
                piece.length += count;
                done += count;
                if (piece.length == PIECE) {
                    pass();
                }
            }
        }

        @Override
        public void flush() throws IOException {
            if (piece.length > 0) {
                pass();
            }
        }

        private void pass() throws IOException {
            try {
                while (!pieces.offer(piece, LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                    checkReader();
                }
            } catch (InterruptedException e) {
                throw interrupted();
            }
            checkReader();
            Piece next = spare.poll();
            piece = next == null ? new Piece() : next;
            piece.length = 0;
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
        private @Nullable Piece piece;
        private int taken;

        @Override
        public int read() throws IOException {
            Piece from = more();
            return from == null ? -1 : Byte.toUnsignedInt(from.bytes[taken++]);
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            Piece from = more();
            if (from == null) {
                return -1;
            }
            int count = Math.min(length, from.length - taken);
            System.arraycopy(from.bytes, taken, buffer, offset, count);
            taken += count;
            return count;
        }

        /** A piece of which something is left; null at the end. */
        private @Nullable Piece more() throws IOException {
            while (piece == null || taken == piece.length) {
                release();
                // Asked before the queue is: what was written before the end is in the queue by then.
                boolean last = written;
                Piece next = next(last);
                if (next != null) {
                    piece = next;
                    taken = 0;
                } else if (last) {
                    IOException why = failure;
                    if (why != null) {
                        throw why;
                    }
                    return null;
                }
            }
            return piece;
        }

        private void release() {
            Piece done = piece;
            piece = null;
            if (done != null && !spare.offer(done)) {
                throw new IllegalStateException("more pieces than were made");
            }
        }

        private @Nullable Piece next(boolean last) throws IOException {
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
