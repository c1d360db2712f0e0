package io.jcompose.orchestrator.client;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * One connection. Reads and writes go to the channel itself: on JDK 17 the streams of {@code Channels} share a lock, so a
 * pending read would block every write (JDK-8279339).
 */
final class Wire implements AutoCloseable {
    private static final int LONGEST_LINE = 16 << 10;

    private final SocketChannel channel;
    private final ByteBuffer incoming = ByteBuffer.allocate(64 << 10).flip();
    private Runnable beforeWaiting = () -> {};

    private Wire(SocketChannel channel) {
        this.channel = channel;
    }

    /** Connects to the unix socket at {@code socket}. */
    static Wire connect(Path socket) throws IOException {
        return new Wire(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
    }

    /** Called on the reading thread each time that it has used up what came and is about to wait for more. */
    void beforeWaiting(Runnable action) {
        this.beforeWaiting = action;
    }

    /** Writes all of it; one caller at a time gets its bytes out in one piece. */
    synchronized void write(ByteBuffer... parts) throws IOException {
        for (ByteBuffer part : parts) {
            while (part.hasRemaining()) {
                channel.write(part);
            }
        }
    }

    /** One byte, or -1 at the end. */
    int read() throws IOException {
        return fill() ? incoming.get() & 0xff : -1;
    }

    /** Up to {@code length} bytes as soon as there are any, or -1 at the end. */
    int read(byte[] to, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, incoming.remaining());
        incoming.get(to, offset, count);
        return count;
    }

    /** Fills {@code to}, or throws {@link EOFException}. */
    void readFully(byte[] to) throws IOException {
        int done = 0;
        while (done < to.length) {
            int count = read(to, done, to.length - done);
            if (count < 0) {
                throw new EOFException("the connection ended in the middle of a message");
            }
            done += count;
        }
    }

    /** A line of a head, without its end. */
    String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = read(); b != '\n'; b = read()) {
            if (b < 0) {
                throw new EOFException("the connection ended before an answer came");
            }
            if (line.size() > LONGEST_LINE) {
                throw new IOException("a line of the answer's head is longer than " + LONGEST_LINE + " bytes");
            }
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    private boolean fill() throws IOException {
        if (incoming.hasRemaining()) {
            return true;
        }
        beforeWaiting.run();
        incoming.clear();
        int count = channel.read(incoming);
        incoming.flip();
        return count > 0;
    }

    /** Also ends a read that waits on another thread. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
