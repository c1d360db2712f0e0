package io.jcompose.runtime.layer;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Reads Zstandard (RFC 8878), of several frames, too. Frames that want more than 64 MiB of memory are refused. */
final class ZstdStream extends FilterInputStream {
    private static final int LARGEST_WINDOW_LOG = 26;

    private ZstdStream(InputStream in) {
        super(in);
    }

    static InputStream of(InputStream in) throws IOException {
        return new ZstdStream(new ZstdInputStreamNoFinalizer(in).setLongMax(LARGEST_WINDOW_LOG));
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        try {
            return super.read(buffer, offset, length);
        } catch (ZstdIOException e) {
            throw new MalformedLayer("its zstd stream is damaged: " + e.getMessage());
        }
    }
}
