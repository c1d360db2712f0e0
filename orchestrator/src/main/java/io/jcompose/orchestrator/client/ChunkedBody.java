package io.jcompose.orchestrator.client;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** The chunked transfer coding (RFC 9112, section 7.1), trailers ignored. */
final class ChunkedBody extends InputStream {
    private final Wire wire;
    private long left;
    private boolean first = true;
    private boolean ended;

    ChunkedBody(Wire wire) {
        this.wire = wire;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        if (left == 0 && !nextChunk()) {
            return -1;
        }
        int count = wire.read(to, offset, (int) Math.min(length, left));
        if (count < 0) {
            throw new EOFException("the connection ended in the middle of an answer");
        }
        left -= count;
        return count;
    }

    private boolean nextChunk() throws IOException {
        if (ended) {
            return false;
        }
        if (!first) {
            wire.line();
        }
        first = false;
        String size = wire.line().split(";", 2)[0].strip();
        if (!size.matches("[0-9a-fA-F]{1,8}")) {
            throw new IOException("the answer has a bad chunk size");
        }
        left = Long.parseLong(size, 16);
        ended = left == 0;
        if (ended) {
            skipTrailers();
        }
        return !ended;
    }

    private void skipTrailers() throws IOException {
        String line = wire.line();
        while (!line.isEmpty()) {
            line = wire.line();
        }
    }
}
