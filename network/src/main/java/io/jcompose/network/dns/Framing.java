package io.jcompose.network.dns;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;

/** Messages on a TCP connection, each behind two bytes of its length (RFC 1035, 4.2.2). Never blocks. */
final class Framing {
    private static final int CHUNK = 4096;

    private final int largest;
    private final Queue<ByteBuffer> unsent = new ArrayDeque<>();
    private byte[] unread = {};
    private boolean atEnd;

    Framing(int largest) {
        this.largest = largest;
    }

    void send(byte[] message) {
        ByteBuffer frame = ByteBuffer.allocate(2 + message.length);
        unsent.add(frame.putShort((short) message.length).put(message).flip());
    }

    int unsentMessages() {
        return unsent.size();
    }

    /** Writes what the connection takes: whether all is written. */
    boolean flush(SocketChannel channel) throws IOException {
        for (ByteBuffer next = unsent.peek(); next != null; next = unsent.peek()) {
            channel.write(next);
            if (next.hasRemaining()) {
                return false;
            }
            unsent.remove();
        }
        return true;
    }

    /** Reads what is there: the whole messages. A longer message than the largest is a failure. */
    List<byte[]> read(SocketChannel channel) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
        atEnd = channel.read(chunk) < 0;
        byte[] all = Arrays.copyOf(unread, unread.length + chunk.position());
        System.arraycopy(chunk.array(), 0, all, unread.length, chunk.position());
        List<byte[]> messages = new ArrayList<>();
        int at = 0;
        while (all.length - at >= 2) {
            int length = (all[at] & 0xff) << 8 | (all[at + 1] & 0xff);
            if (length > largest) {
                throw new IOException("a message of " + length + " bytes");
            }
            if (all.length - at - 2 < length) {
                break;
            }
            messages.add(Arrays.copyOfRange(all, at + 2, at + 2 + length));
            at += 2 + length;
        }
        unread = Arrays.copyOfRange(all, at, all.length);
        return messages;
    }

    boolean isAtEnd() {
        return atEnd;
    }
}
