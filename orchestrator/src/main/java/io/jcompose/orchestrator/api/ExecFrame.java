package io.jcompose.orchestrator.api;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/** A frame of an exec connection: one byte of type, four of length, the payload. */
@SuppressWarnings("ArrayRecordComponent") // the payload is owned by whoever reads the frame
record ExecFrame(int type, byte[] payload) {
    static final int STDIN = 0;
    static final int END_OF_STDIN = 1;
    static final int RESIZE = 2;
    static final int SIGNAL = 3;

    static final int STDOUT = 1;
    static final int STDERR = 2;
    static final int EXIT = 3;
    static final int ERROR = 4;
    static final int PROGRESS = 5;
    static final int REFUSED = 6;
    static final int BEGUN = 7;

    static final int HEADER_BYTES = 5;
    static final int MOST_BYTES = 1 << 20;

    static ExecFrame exit(int code) {
        return new ExecFrame(
                EXIT, new byte[] {(byte) (code >> 24), (byte) (code >> 16), (byte) (code >> 8), (byte) code});
    }

    static ExecFrame error(String message) {
        return new ExecFrame(ERROR, message.getBytes(StandardCharsets.UTF_8));
    }

    ByteBuf encode() {
        ByteBuf header = Unpooled.buffer(HEADER_BYTES + payload.length);
        header.writeByte(type).writeInt(payload.length).writeBytes(payload);
        return header;
    }

    /** Reads an unsigned 16-bit number of the payload. */
    int unsigned16(int offset) {
        return (payload[offset] & 0xff) << 8 | (payload[offset + 1] & 0xff);
    }
}
