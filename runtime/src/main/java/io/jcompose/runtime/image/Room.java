package io.jcompose.runtime.image;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** What a work may write into the store's directory; to be closed when what it wrote exists, or is gone again. */
public interface Room extends AutoCloseable {
    /**
     * So many bytes are written now. Of any thread.
     *
     * @throws IOException when there is no room for them
     */
    void grow(long bytes) throws IOException;

    @Override
    void close();

    /** Bytes that are written as they are read. */
    default InputStream counting(InputStream in) {
        return new FilterInputStream(in) {
            @Override
            public int read() throws IOException {
                int b = in.read();
                grow(b < 0 ? 0 : 1);
                return b;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                int count = in.read(buffer, offset, length);
                grow(Math.max(0, count));
                return count;
            }
        };
    }

    /** Bytes that are written. */
    default OutputStream counting(OutputStream out) {
        return new FilterOutputStream(out) {
            @Override
            public void write(int b) throws IOException {
                grow(1);
                out.write(b);
            }

            @Override
            public void write(byte[] buffer, int offset, int length) throws IOException {
                grow(length);
                out.write(buffer, offset, length);
            }
        };
    }
}
