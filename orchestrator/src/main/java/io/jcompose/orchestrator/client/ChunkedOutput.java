package io.jcompose.orchestrator.client;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A request whose body's length is not known before (RFC 9112, section 7.1). Closing it ends the body only. */
final class ChunkedOutput extends OutputStream {
    private static final int SIZE = 64 << 10;

    private final Wire wire;
    private final byte[] chunk = new byte[SIZE];
    private int filled;

    /** Sends the head at once. */
    ChunkedOutput(Wire wire, String head) throws Unread {
        this.wire = wire;
        send(latin(head));
    }

    /** The other side takes no more; it may have said why. */
    static final class Unread extends IOException {
        Unread(IOException cause) {
            super(cause);
        }
    }

    private void send(ByteBuffer... parts) throws Unread {
        try {
            wire.write(parts);
        } catch (IOException e) {
            throw new Unread(e);
        }
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int done = 0;
        while (done < length) {
            int count = Math.min(length - done, SIZE - filled);
            System.arraycopy(bytes, offset + done, chunk, filled, count);
            filled += count;
            done += count;
            if (filled == SIZE) {
                flush();
            }
        }
    }

    @Override
    public void flush() throws IOException {
        if (filled > 0) {
            send(latin(Integer.toHexString(filled) + "\r\n"), ByteBuffer.wrap(chunk, 0, filled), latin("\r\n"));
            filled = 0;
        }
    }

    @Override
    public void close() throws IOException {
        flush();
        send(latin("0\r\n\r\n"));
    }

    private static ByteBuffer latin(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
