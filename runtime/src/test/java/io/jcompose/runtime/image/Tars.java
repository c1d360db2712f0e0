package io.jcompose.runtime.image;

import io.jcompose.runtime.layer.TarEntry;
import io.jcompose.runtime.layer.TarEntry.Kind;
import io.jcompose.runtime.layer.TarWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Small layers. */
final class Tars {
    private static final TarEntry.Device NONE = new TarEntry.Device(0, 0);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final TarWriter writer = new TarWriter(out);

    Tars folder(String name) throws IOException {
        writer.write(new TarEntry(Kind.DIRECTORY, name, "", 0, new TarEntry.Status(0755, 0, 0, 5, 0), NONE));
        return this;
    }

    Tars file(String name, String content) throws IOException {
        return file(name, content.getBytes(StandardCharsets.UTF_8));
    }

    Tars file(String name, byte[] bytes) throws IOException {
        writer.write(
                new TarEntry(Kind.FILE, name, "", bytes.length, new TarEntry.Status(0644, 0, 0, 5, 0), NONE),
                new ByteArrayInputStream(bytes));
        return this;
    }

    /** Writes a layer of one file of so many zeros. */
    static void zeros(OutputStream out, long size) throws IOException {
        TarWriter writer = new TarWriter(out);
        writer.write(
                new TarEntry(Kind.FILE, "zeros", "", size, new TarEntry.Status(0644, 0, 0, 5, 0), NONE), new Zeros());
        writer.finish();
    }

    byte[] bytes() throws IOException {
        writer.finish();
        return out.toByteArray();
    }

    /** Zeros without an end. */
    private static final class Zeros extends InputStream {
        @Override
        public int read() {
            return 0;
        }

        @Override
        public int read(byte[] into, int from, int length) {
            Arrays.fill(into, from, from + length, (byte) 0);
            return length;
        }
    }
}
