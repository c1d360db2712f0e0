package io.jcompose.network.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One netlink message: {@code struct nlmsghdr} and the bytes behind it. */
public final class Message {
    public static final int REQUEST = 0x1;
    public static final int MULTI = 0x2;
    public static final int ACK = 0x4;
    public static final int DUMP_INTERRUPTED = 0x10;
    public static final int DUMP = 0x300;
    public static final int REPLACE = 0x100;
    public static final int EXCLUSIVE = 0x200;
    public static final int CREATE = 0x400;
    public static final int APPEND = 0x800;

    static final int ERROR = 2;
    static final int DONE = 3;
    private static final int HEADER = 16;

    private final int type;
    private final int flags;
    private final int sequence;
    private final byte[] body;

    Message(int type, int flags, int sequence, byte[] body) {
        this.type = type;
        this.flags = flags;
        this.sequence = sequence;
        this.body = body;
    }

    public int type() {
        return type;
    }

    public int flags() {
        return flags;
    }

    public int sequence() {
        return sequence;
    }

    /** A copy of the bytes behind the header. */
    public byte[] body() {
        return body.clone();
    }

    /** The integer at a place of the fixed struct, in the machine's byte order. */
    public int intAt(int offset) {
        return ByteBuffer.wrap(body).order(ByteOrder.nativeOrder()).getInt(offset);
    }

    public int byteAt(int offset) {
        return body[offset] & 0xff;
    }

    /** The attributes behind a fixed struct of {@code structSize} bytes. */
    public Attributes attributes(int structSize) {
        return Attributes.parse(body, structSize, body.length);
    }

    Message numbered(int number, int moreFlags) {
        return new Message(type, flags | moreFlags, number, body);
    }

    /** The message as it is sent, padded to four bytes. */
    public byte[] toBytes() {
        int length = HEADER + body.length;
        return ByteBuffer.allocate(length + 3 & ~3)
                .order(ByteOrder.nativeOrder())
                .putInt(length)
                .putShort((short) type)
                .putShort((short) flags)
                .putInt(sequence)
                .putInt(0)
                .put(body)
                .array();
    }

    /** All messages of one datagram; a broken tail is left out. */
    public static List<Message> parse(byte[] datagram, int length) {
        ByteBuffer buffer = ByteBuffer.wrap(datagram, 0, length).order(ByteOrder.nativeOrder());
        List<Message> messages = new ArrayList<>();
        int at = 0;
        while (at + HEADER <= length) {
            int size = buffer.getInt(at);
            if (size < HEADER || size > length - at) {
                break;
            }
            messages.add(new Message(
                    buffer.getShort(at + 4) & 0xffff,
                    buffer.getShort(at + 6) & 0xffff,
                    buffer.getInt(at + 8),
                    Arrays.copyOfRange(datagram, at + HEADER, at + size)));
            at += size + 3 & ~3;
        }
        return messages;
    }
}
