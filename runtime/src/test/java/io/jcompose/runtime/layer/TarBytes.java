package io.jcompose.runtime.layer;

import io.jcompose.runtime.layer.TarEntry.Kind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** A tar stream in the making, as wrong as a test wants it. */
final class TarBytes {
    static final TarEntry.Status USUAL = new TarEntry.Status(0644, 0, 0, 1_000_000, 0);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final TarWriter writer = new TarWriter(out);

    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }

    private TarBytes step(Step step) {
        try {
            step.run();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    TarBytes entry(Kind kind, String name, String target, TarEntry.Status status) {
        return step(() -> writer.write(new TarEntry(kind, name, target, 0, status, new TarEntry.Device(7, 9))));
    }

    TarBytes folder(String name) {
        return entry(Kind.DIRECTORY, name, "", new TarEntry.Status(0755, 0, 0, 1_000_000, 0));
    }

    TarBytes link(String name, String target) {
        return entry(Kind.LINK, name, target, new TarEntry.Status(0777, 0, 0, 1_000_000, 0));
    }

    TarBytes hardLink(String name, String target) {
        return entry(Kind.HARD_LINK, name, target, USUAL);
    }

    TarBytes file(String name, String content) {
        return file(name, content, USUAL);
    }

    TarBytes file(String name, String content, TarEntry.Status status) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        TarEntry entry = new TarEntry(Kind.FILE, name, "", bytes.length, status, TarEntry.Device.NONE);
        return step(() -> writer.write(entry, new ByteArrayInputStream(bytes)));
    }

    /** An extended header of any records. */
    TarBytes pax(Map<String, String> records) {
        TreeMap<String, byte[]> bytes = new TreeMap<>();
        records.forEach((key, value) -> bytes.put(key, value.getBytes(StandardCharsets.ISO_8859_1)));
        return extension('x', PaxRecords.write(bytes));
    }

    TarBytes extension(char type, byte[] content) {
        int start = out.size();
        step(() -> writer.write(
                new TarEntry(Kind.FILE, "extension", "", content.length, USUAL, TarEntry.Device.NONE),
                new ByteArrayInputStream(content)));
        byte[] all = out.toByteArray();
        all[start + 156] = (byte) type;
        sum(all, start);
        out.reset();
        out.writeBytes(all);
        return this;
    }

    /** Rewrites the last header, its checksum corrected. */
    TarBytes field(int at, String value) {
        byte[] all = out.toByteArray();
        int start = all.length - TarHeader.BLOCK;
        byte[] bytes = value.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, all, start + at, bytes.length);
        sum(all, start);
        out.reset();
        out.writeBytes(all);
        return this;
    }

    private static void sum(byte[] all, int start) {
        java.util.Arrays.fill(all, start + 148, start + 156, (byte) ' ');
        int sum = 0;
        for (int i = start; i < start + TarHeader.BLOCK; i++) {
            sum += Byte.toUnsignedInt(all[i]);
        }
        byte[] digits = "%06o\0".formatted(sum).getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(digits, 0, all, start + 148, digits.length);
    }

    byte[] bytes() {
        step(writer::finish);
        return out.toByteArray();
    }

    /** Without the empty blocks at the end. */
    byte[] open() {
        return out.toByteArray();
    }

    InputStream stream() {
        return new ByteArrayInputStream(bytes());
    }
}
