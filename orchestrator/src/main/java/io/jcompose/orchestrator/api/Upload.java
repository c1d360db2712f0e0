package io.jcompose.orchestrator.api;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The body of a request as it comes. The connection is read only when all that came was used: a slow worker slows the
 * client down, and fills no memory.
 */
final class Upload extends InputStream {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Channel channel;
    private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
    private Piece piece = new Piece(NOTHING, false, false);
    private volatile boolean waiting;

    /** Bytes; the last ones; or none any more, because the client is gone. */
    private record Piece(ByteBuffer bytes, boolean last, boolean broken) {}

    Upload(Channel channel) {
        this.channel = channel;
    }

    /** On the event loop. */
    void add(HttpContent content) {
        boolean broken = content.decoderResult().isFailure();
        pieces.add(new Piece(
                ByteBuffer.wrap(ByteBufUtil.getBytes(content.content())), content instanceof LastHttpContent, broken));
    }

    /** Whether somebody waits for bytes that have not come. */
    boolean isStarved() {
        return waiting && pieces.isEmpty();
    }

    /** On the event loop: the connection ended. */
    void breakOff() {
        pieces.add(new Piece(NOTHING, false, true));
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (!piece.bytes().hasRemaining()) {
            if (piece.last()) {
                return -1;
            }
            piece = next();
            if (piece.broken()) {
                throw new IOException("the client is gone in the middle of its request");
            }
        }
        int count = Math.min(length, piece.bytes().remaining());
        piece.bytes().get(to, offset, count);
        return count;
    }

    private Piece next() throws IOException {
        if (piece.broken()) {
            return piece;
        }
        Piece there = pieces.poll();
        if (there != null) {
            return there;
        }
        waiting = true;
        channel.read();
        try {
            return pieces.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } finally {
            waiting = false;
        }
    }
}
