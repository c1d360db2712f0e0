package io.jcompose.network.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Attributes of a message by type; of several of one type the last. Broken ones end the reading. */
public final class Attributes {
    private static final int TYPE_MASK = 0x3fff;
    private static final byte[] NOTHING = {};

    private final Map<Integer, byte[]> values;

    private Attributes(Map<Integer, byte[]> values) {
        this.values = values;
    }

    static Attributes parse(byte[] bytes, int from, int to) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        Map<Integer, byte[]> values = new HashMap<>();
        int at = from;
        while (at + 4 <= to) {
            int length = buffer.getShort(at) & 0xffff;
            if (length < 4 || length > to - at) {
                break;
            }
            values.put(buffer.getShort(at + 2) & TYPE_MASK, Arrays.copyOfRange(bytes, at + 4, at + length));
            at += length + 3 & ~3;
        }
        return new Attributes(values);
    }

    public boolean has(int type) {
        return values.containsKey(type);
    }

    /** The value's bytes; none when it is not there. */
    public byte[] bytes(int type) {
        return values.getOrDefault(type, NOTHING).clone();
    }

    /** An integer in the machine's byte order; 0 when it is not there. */
    public int u32(int type) {
        return number(type, ByteOrder.nativeOrder());
    }

    /** An integer in the network's byte order; 0 when it is not there. */
    public int be32(int type) {
        return number(type, ByteOrder.BIG_ENDIAN);
    }

    /** A 16-bit integer in the network's byte order; 0 when it is not there. */
    public int be16(int type) {
        byte[] value = bytes(type);
        return value.length < 2 ? 0 : ByteBuffer.wrap(value).getShort() & 0xffff;
    }

    public int u8(int type) {
        byte[] value = bytes(type);
        return value.length < 1 ? 0 : value[0] & 0xff;
    }

    /** Text up to its zero byte; empty when it is not there. */
    public String text(int type) {
        byte[] value = bytes(type);
        int end = 0;
        while (end < value.length && value[end] != 0) {
            end++;
        }
        return new String(value, 0, end, StandardCharsets.UTF_8);
    }

    /** The attributes inside an attribute; none when it is not there. */
    public Attributes nested(int type) {
        byte[] value = bytes(type);
        return parse(value, 0, value.length);
    }

    private int number(int type, ByteOrder order) {
        byte[] value = bytes(type);
        return value.length < 4 ? 0 : ByteBuffer.wrap(value).order(order).getInt();
    }
}
