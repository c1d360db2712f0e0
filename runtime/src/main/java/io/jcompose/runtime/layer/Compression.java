package io.jcompose.runtime.layer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.util.Arrays;

/** How the bytes of a layer are packed; found out from the first of them, as Docker does, not from what a label says. */
public enum Compression {
    NONE,
    GZIP,
    ZSTD;

    private static final int[] GZIP_START = {0x1f, 0x8b};
    private static final int[] ZSTD_START = {0x28, 0xb5, 0x2f, 0xfd};
    private static final int[] XZ_START = {0xfd, '7', 'z', 'X', 'Z', 0};
    /** Behind {@code BZh} and a digit; the first letters alone may be a name in a tar stream. */
    private static final int[] BZIP2_BLOCK = {'1', 'A', 'Y', '&', 'S', 'Y'};

    /** How many bytes tell. */
    public static final int LONGEST_START = 10;

    private static final int CHUNK = 1 << 16;

    /** @return a stream of what was packed; closing it closes {@code in} */
    public static InputStream unpacked(InputStream in) throws IOException {
        PushbackInputStream again = new PushbackInputStream(in, LONGEST_START);
        byte[] start = again.readNBytes(LONGEST_START);
        again.unread(start);
        check(start);
        return switch (of(start)) {
            case NONE -> again;
            case GZIP -> new GzipStream(again);
            case ZSTD -> ZstdStream.of(again);
        };
    }

    /**
     * Refuses what is packed in a way that no layer may be, and that is not read here.
     *
     * @param start the first ten bytes, or all when there are fewer
     */
    public static void check(byte[] start) throws MalformedLayer {
        if (startsWith(start, XZ_START)) {
            throw refused("xz");
        }
        boolean longer = start.length == LONGEST_START && start[0] == 'B' && start[1] == 'Z' && start[2] == 'h';
        if (longer && startsWith(Arrays.copyOfRange(start, 4, LONGEST_START), BZIP2_BLOCK)) {
            throw refused("bzip2");
        }
    }

    private static MalformedLayer refused(String program) {
        return new MalformedLayer(
                "it is packed by " + program + ", which is not read: unpack it by " + program + " -d");
    }

    /**
     * Unpacks all of a stream.
     *
     * @throws MalformedLayer also when far more comes out than a sane layer has in so few bytes
     */
    public static void decompress(InputStream in, OutputStream out, UnpackLimits limits) throws IOException {
        CountedStream packed = new CountedStream(in);
        byte[] chunk = new byte[CHUNK];
        long bytes = 0;
        try (InputStream plain = unpacked(packed)) {
            for (int count = plain.read(chunk); count >= 0; count = plain.read(chunk)) {
                bytes += count;
                limits.checkGrowth(packed.bytes(), bytes);
                out.write(chunk, 0, count);
            }
        }
    }

    /** @param start the first four bytes, or all when there are fewer */
    public static Compression of(byte[] start) {
        return startsWith(start, GZIP_START) ? GZIP : startsWith(start, ZSTD_START) ? ZSTD : NONE;
    }

    private static boolean startsWith(byte[] bytes, int[] start) {
        if (bytes.length < start.length) {
            return false;
        }
        for (int i = 0; i < start.length; i++) {
            if (Byte.toUnsignedInt(bytes[i]) != start[i]) {
                return false;
            }
        }
        return true;
    }
}
