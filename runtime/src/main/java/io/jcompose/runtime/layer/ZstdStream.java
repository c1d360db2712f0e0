package io.jcompose.runtime.layer;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;

/** Reads Zstandard (RFC 8878), of several frames, too. Frames that want more than 64 MiB of memory are refused. */
final class ZstdStream extends BulkInput {
    private static final int LARGEST_WINDOW_LOG = 26;

    private final InputStream in;

    private ZstdStream(InputStream in) {
        this.in = in;
    }

    static InputStream of(InputStream in) throws IOException {
        return new ZstdStream(new ZstdInputStreamNoFinalizer(in).setLongMax(LARGEST_WINDOW_LOG));
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        try {
            return in.read(buffer, offset, length);
        } catch (ZstdIOException e) {
            throw new MalformedLayer("its zstd stream is damaged: " + e.getMessage());
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
