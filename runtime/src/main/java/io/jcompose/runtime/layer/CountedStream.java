package io.jcompose.runtime.layer;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Counts what is read of a stream; what is skipped is not counted. */
public final class CountedStream extends FilterInputStream {
    private long bytes;

    public CountedStream(InputStream in) {
        super(in);
    }

    /** How many bytes were read so far. */
    public long bytes() {
        return bytes;
    }

    @Override
    public int read() throws IOException {
        int b = super.read();
        bytes += b < 0 ? 0 : 1;
        return b;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = super.read(buffer, offset, length);
        bytes += Math.max(0, count);
        return count;
    }
}
