package io.jcompose.network.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Builds what follows the header of a netlink message: a fixed struct, then attributes aligned to four bytes
 * (netlink(7)). Plain integers are in the machine's byte order, {@code be} ones in the network's.
 */
public final class MessageWriter {
    private static final int NLA_F_NESTED = 1 << 15;
    private static final int ATTRIBUTE_HEADER = 4;
    private static final int MAX_ATTRIBUTE = 0xffff;

    private ByteBuffer bytes = ByteBuffer.allocate(256).order(ByteOrder.nativeOrder());

    public MessageWriter u8(int value) {
        room(1).put((byte) value);
        return this;
    }

    public MessageWriter u16(int value) {
        room(2).putShort((short) value);
        return this;
    }

    public MessageWriter u32(int value) {
        room(4).putInt(value);
        return this;
    }

    public MessageWriter be16(int value) {
        room(2).put((byte) (value >> 8)).put((byte) value);
        return this;
    }

    public MessageWriter raw(byte[] value) {
        room(value.length).put(value);
        return this;
    }

    public MessageWriter attribute(int type, byte[] value) {
        int length = ATTRIBUTE_HEADER + value.length;
        if (length > MAX_ATTRIBUTE) {
            throw new IllegalArgumentException("a netlink attribute of " + length + " bytes");
        }
        u16(length).u16(type).raw(value);
        return align();
    }

    public MessageWriter attributeU8(int type, int value) {
        return attribute(type, new byte[] {(byte) value});
    }

    public MessageWriter attributeU32(int type, int value) {
        return attribute(type, nativeInt(value));
    }

    public MessageWriter attributeBe32(int type, int value) {
        return attribute(type, ByteBuffer.allocate(4).putInt(value).array());
    }

    /** Text with its terminating zero byte. */
    public MessageWriter attributeText(int type, String value) {
        byte[] text = value.getBytes(StandardCharsets.UTF_8);
        return attribute(type, Arrays.copyOf(text, text.length + 1));
    }

    /** An attribute whose value is more of what {@code content} writes. */
    public MessageWriter nested(int type, Consumer<MessageWriter> content) {
        int start = bytes.position();
        u16(0).u16(type | NLA_F_NESTED);
        content.accept(this);
        int length = bytes.position() - start;
        if (length > MAX_ATTRIBUTE) {
            throw new IllegalArgumentException("a nested netlink attribute of " + length + " bytes");
        }
        bytes.putShort(start, (short) length);
        return align();
    }

    public Message toMessage(int type, int flags) {
        return new Message(type, flags, 0, Arrays.copyOf(bytes.array(), bytes.position()));
    }

    /** Four bytes in the machine's order. */
    public static byte[] nativeInt(int value) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.nativeOrder())
                .putInt(value)
                .array();
    }

    private MessageWriter align() {
        while (bytes.position() % 4 != 0) {
            u8(0);
        }
        return this;
    }

    private ByteBuffer room(int count) {
        if (bytes.remaining() < count) {
            int capacity = Math.max(bytes.capacity() * 2, bytes.position() + count);
            bytes = ByteBuffer.allocate(capacity)
                    .order(ByteOrder.nativeOrder())
                    .put(bytes.array(), 0, bytes.position());
        }
        return bytes;
    }
}
