package io.jcompose.runtime.layer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes a tar stream (POSIX.1-1988 ustar, pax records where that is too small) of which every byte follows from the
 * entries: numeric owners; parts of seconds only where an entry has them.
 */
public final class TarWriter {
    private static final int NAME_FIELD = 100;
    private static final long LARGEST_OCTAL = 0_77777777777L;
    private static final long LARGEST_ID = 0_7777777L;
    private static final char PAX = 'x';

    private final OutputStream out;
    private final byte[] buffer = new byte[1 << 16];

    public TarWriter(OutputStream out) {
        this.out = out;
    }

    /** Writes an entry without content. */
    public void write(TarEntry entry) throws IOException {
        header(entry);
    }

    /** @throws IOException also when the content ends before the entry's size */
    public void write(TarEntry entry, InputStream content) throws IOException {
        header(entry);
        long left = entry.size();
        while (left > 0) {
            int count = content.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (count < 0) {
                throw new IOException(Shown.name(entry.name()) + " became shorter while it was read");
            }
            out.write(buffer, 0, count);
            left -= count;
        }
        pad(entry.size());
    }

    /** The end of the stream, which is not closed. */
    public void finish() throws IOException {
        out.write(new byte[2 * TarHeader.BLOCK]);
    }

    private void pad(long size) throws IOException {
        out.write(new byte[(int) (-size & (TarHeader.BLOCK - 1))]);
    }

    private void header(TarEntry entry) throws IOException {
        SortedMap<String, byte[]> records = records(entry);
        if (!records.isEmpty()) {
            byte[] pax = PaxRecords.write(records);
            block(PAX, "pax", "", pax.length, new TarEntry.Status(0644, 0, 0, 0, 0), TarEntry.Device.NONE);
            out.write(pax);
            pad(pax.length);
        }
        block(entry.kind().flag(), entry.name(), entry.target(), entry.size(), entry.status(), entry.device());
    }

    private static SortedMap<String, byte[]> records(TarEntry entry) {
        SortedMap<String, byte[]> records = new TreeMap<>();
        if (!fits(entry.name())) {
            records.put("path", latin(entry.name()));
        }
        if (!fits(entry.target())) {
            records.put("linkpath", latin(entry.target()));
        }
        number(records, "size", entry.size(), LARGEST_OCTAL);
        if (entry.status().nanos() != 0) {
            BigDecimal nanos = BigDecimal.valueOf(entry.status().nanos(), 9);
            records.put(
                    "mtime",
                    latin(BigDecimal.valueOf(entry.status().seconds())
                            .add(nanos)
                            .toPlainString()));
        } else {
            number(records, "mtime", entry.status().seconds(), LARGEST_OCTAL);
        }
        number(records, "uid", Integer.toUnsignedLong(entry.status().uid()), LARGEST_ID);
        number(records, "gid", Integer.toUnsignedLong(entry.status().gid()), LARGEST_ID);
        for (Map.Entry<String, byte[]> attribute : entry.status().attributes().entrySet()) {
            records.put(PaxRecords.ATTRIBUTE + attribute.getKey(), attribute.getValue());
        }
        return records;
    }

    private static void number(SortedMap<String, byte[]> records, String key, long value, long largest) {
        if (value < 0 || value > largest) {
            records.put(key, latin(Long.toString(value)));
        }
    }

    private static boolean fits(String name) {
        return name.length() <= NAME_FIELD && name.chars().allMatch(b -> b < 0x80);
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private void block(char type, String name, String target, long size, TarEntry.Status status, TarEntry.Device device)
            throws IOException {
        byte[] block = new byte[TarHeader.BLOCK];
        put(block, 0, name, NAME_FIELD);
        octal(block, 100, 8, status.mode());
        octal(block, 108, 8, within(Integer.toUnsignedLong(status.uid()), LARGEST_ID));
        octal(block, 116, 8, within(Integer.toUnsignedLong(status.gid()), LARGEST_ID));
        octal(block, 124, 12, within(size, LARGEST_OCTAL));
        octal(block, 136, 12, within(status.seconds(), LARGEST_OCTAL));
        block[156] = (byte) type;
        put(block, 157, target, NAME_FIELD);
        put(block, 257, "ustar\00000", 8);
        if (type == TarEntry.Kind.CHARACTER.flag() || type == TarEntry.Kind.BLOCK.flag()) {
            octal(block, 329, 8, device.major());
            octal(block, 337, 8, device.minor());
        }
        Arrays.fill(block, 148, 156, (byte) ' ');
        int sum = 0;
        for (byte b : block) {
            sum += Byte.toUnsignedInt(b);
        }
        octal(block, 148, 7, sum);
        out.write(block);
    }

    /** What is too large stands in a pax record, and 0 here. */
    private static long within(long value, long largest) {
        return value < 0 || value > largest ? 0 : value;
    }

    private static void put(byte[] block, int at, String value, int room) {
        byte[] bytes = latin(value);
        System.arraycopy(bytes, 0, block, at, Math.min(room, bytes.length));
    }

    /** Digits with a NUL behind them. */
    private static void octal(byte[] block, int at, int room, long value) {
        String digits = Long.toOctalString(value);
        String padded = "0".repeat(Math.max(0, room - 1 - digits.length())) + digits;
        put(block, at, padded, room - 1);
        block[at + room - 1] = 0;
    }
}
