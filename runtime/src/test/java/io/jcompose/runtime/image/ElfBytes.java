package io.jcompose.runtime.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes small ELF files: a header, the program headers, the dynamic section, and strings. */
final class ElfBytes {
    static final int X86_64 = 62;
    private static final int BASE = 0x400000;

    private final boolean wide;
    private final boolean littleEndian;
    private final List<long[]> dynamic = new ArrayList<>();
    private final StringBuilder strings = new StringBuilder("\0");
    private int machine = X86_64;
    private @Nullable String interpreter;

    private ElfBytes(boolean wide, boolean littleEndian) {
        this.wide = wide;
        this.littleEndian = littleEndian;
    }

    static ElfBytes wide() {
        return new ElfBytes(true, true);
    }

    static ElfBytes of(boolean wide, boolean littleEndian) {
        return new ElfBytes(wide, littleEndian);
    }

    ElfBytes machine(int number) {
        machine = number;
        return this;
    }

    ElfBytes interpreter(String path) {
        interpreter = path;
        return this;
    }

    ElfBytes needs(String... names) {
        for (String name : names) {
            entry(1, name);
        }
        return this;
    }

    ElfBytes rpath(String value) {
        return entry(15, value);
    }

    ElfBytes runpath(String value) {
        return entry(29, value);
    }

    ElfBytes entry(int tag, String text) {
        dynamic.add(new long[] {tag, strings.length()});
        strings.append(text).append('\0');
        return this;
    }

    ElfBytes entry(int tag, long value) {
        dynamic.add(new long[] {tag, value});
        return this;
    }

    byte[] bytes() {
        int header = wide ? 64 : 52;
        int segment = wide ? 56 : 32;
        int word = wide ? 8 : 4;
        int table = header + 3 * segment;
        int names = table + (dynamic.size() + 3) * 2 * word;
        byte[] text = strings.toString().getBytes(StandardCharsets.UTF_8);
        byte[] loader = interpreter == null ? new byte[0] : (interpreter + "\0").getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(names + text.length + loader.length)
                .order(littleEndian ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        out.put(new byte[] {0x7f, 'E', 'L', 'F', (byte) (wide ? 2 : 1), (byte) (littleEndian ? 1 : 2), 1});
        out.putShort(16, (short) 3).putShort(18, (short) machine);
        out.putShort(wide ? 54 : 42, (short) segment).putShort(wide ? 56 : 44, (short) 3);
        word(out, wide ? 32 : 28, header);
        segment(out, header, 1, 0, BASE, out.capacity());
        segment(out, header + segment, 2, table, BASE + table, names - table);
        int kind = interpreter == null ? 0 : 3;
        segment(out, header + 2 * segment, kind, names + text.length, 0, loader.length);
        List<long[]> all = new ArrayList<>(dynamic);
        all.add(new long[] {5, BASE + names});
        all.add(new long[] {10, text.length});
        all.add(new long[] {0, 0});
        for (int i = 0; i < all.size(); i++) {
            word(out, table + i * 2 * word, all.get(i)[0]);
            word(out, table + i * 2 * word + word, all.get(i)[1]);
        }
        out.position(names);
        return out.put(text).put(loader).array();
    }

    private void segment(ByteBuffer out, int at, int type, long offset, long address, long size) {
        out.putInt(at, type);
        word(out, at + (wide ? 8 : 4), offset);
        word(out, at + (wide ? 16 : 8), address);
        word(out, at + (wide ? 32 : 16), size);
    }

    private void word(ByteBuffer out, int at, long value) {
        if (wide) {
            out.putLong(at, value);
        } else {
            out.putInt(at, (int) value);
        }
    }
}
