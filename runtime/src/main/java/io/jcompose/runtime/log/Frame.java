package io.jcompose.runtime.log;

import java.nio.ByteBuffer;

/**
 * One frame of a segment, as journal.c of the keeper writes it: u32 length, u8 stream, three zero bytes, u64 time, and
 * the payload; numbers in the machine's order.
 *
 * @param stream {@link #OUT}, {@link #ERROR}, or {@link #LOST}
 * @param time nanoseconds since 1970
 * @param payload raw output; of LOST, the count of bytes that were dropped
 */
@SuppressWarnings("ArrayRecordComponent") // raw output, never compared
record Frame(int stream, long time, byte[] payload) {
    static final int LOST = 0;
    static final int OUT = 1;
    static final int ERROR = 2;
    static final int HEADER_BYTES = 16;
    /** The keeper reads no more at once. */
    static final int MAX_PAYLOAD = 64 << 10;

    /** The length of the payload of the frame that begins at {@code at}; negative when no frame can begin there. */
    static int payloadLength(ByteBuffer buffer, int at) {
        int length = buffer.getInt(at);
        int stream = buffer.get(at + 4);
        return length < 0 || length > MAX_PAYLOAD || stream < LOST || stream > ERROR ? -1 : length;
    }

    static Frame read(ByteBuffer buffer, int at, int length) {
        byte[] payload = new byte[length];
        buffer.get(at + HEADER_BYTES, payload);
        return new Frame(buffer.get(at + 4), buffer.getLong(at + 8), payload);
    }
}
