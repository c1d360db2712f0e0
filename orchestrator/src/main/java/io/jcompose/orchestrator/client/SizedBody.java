package io.jcompose.orchestrator.client;

import java.io.IOException;
import java.io.InputStream;

/** A body of known length, or up to the end of the connection. */
final class SizedBody extends InputStream {
    private final Wire wire;
    private long left;

    SizedBody(Wire wire, long length) {
        this.wire = wire;
        this.left = length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        if (left == 0) {
            return -1;
        }
        int count = wire.read(to, offset, (int) Math.min(length, left));
        left -= Math.max(count, 0);
        return count;
    }
}
