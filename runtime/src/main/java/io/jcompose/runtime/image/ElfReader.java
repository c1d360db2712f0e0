package io.jcompose.runtime.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads program headers and the dynamic section (System V ABI, chapters 4 and 5), and trusts no number in them: every
 * read is bounded by the file and by a constant.
 */
final class ElfReader {
    private static final int MAGIC = 0x7f454c46;
    private static final int PT_LOAD = 1;
    private static final int PT_DYNAMIC = 2;
    private static final int PT_INTERP = 3;
    private static final int DT_NULL = 0;
    private static final int DT_NEEDED = 1;
    private static final int DT_STRTAB = 5;
    private static final int DT_STRSZ = 10;
    private static final int DT_RPATH = 15;
    private static final int DT_RUNPATH = 29;
    private static final int MOST_HEADERS = 1024;
    private static final int MOST_DYNAMIC_BYTES = 1 << 20;
    private static final int LONGEST_STRING = 4096;
    private static final int MOST_NEEDED = 1024;

    private final ElfSource source;
    private final Elf.Abi abi;
    private final int word;

    private ElfReader(ElfSource source, Elf.Abi abi) {
        this.source = source;
        this.abi = abi;
        this.word = abi.wide() ? 8 : 4;
    }

    private record Segment(int type, long offset, long address, long size) {}

    private record Dynamic(long tag, long value) {}

    /** Empty when the file is not ELF. */
    static Optional<Elf> read(ElfSource source) throws IOException, Elf.Broken {
        Optional<Elf.Abi> abi = abi(source);
        if (abi.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ElfReader(source, abi.get()).read());
    }

    /** The identity of an ELF file from its first 20 bytes; empty when the file is not ELF. */
    static Optional<Elf.Abi> abi(ElfSource source) throws IOException, Elf.Broken {
        ByteBuffer ident = source.read(0, 20);
        if (ident.remaining() < 4 || ident.getInt(0) != MAGIC) {
            return Optional.empty();
        }
        if (ident.remaining() < 20) {
            throw new Elf.Broken("the file ends in its ELF header");
        }
        int width = ident.get(4);
        int order = ident.get(5);
        if (width < 1 || width > 2 || order < 1 || order > 2) {
            throw new Elf.Broken("unknown class or byte order");
        }
        ident.order(order == 1 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        return Optional.of(new Elf.Abi(width == 2, order == 1, Short.toUnsignedInt(ident.getShort(18))));
    }

    private Elf read() throws IOException, Elf.Broken {
        List<Segment> segments = segments();
        String interpreter = null;
        List<Dynamic> dynamic = List.of();
        for (Segment segment : segments) {
            if (segment.type() == PT_INTERP) {
                interpreter = string(segment.offset(), segment.size());
            } else if (segment.type() == PT_DYNAMIC) {
                dynamic = dynamic(segment);
            }
        }
        return withNames(interpreter, dynamic, segments);
    }

    private Elf withNames(@Nullable String interpreter, List<Dynamic> dynamic, List<Segment> segments)
            throws IOException, Elf.Broken {
        List<String> needed = new ArrayList<>();
        List<String> rpath = List.of();
        List<String> runpath = List.of();
        if (dynamic.stream().anyMatch(entry -> entry.tag() == DT_STRTAB)) {
            long size = value(dynamic, DT_STRSZ);
            long table = fileOffset(value(dynamic, DT_STRTAB), segments);
            for (Dynamic entry : dynamic) {
                if (entry.tag() == DT_NEEDED) {
                    needed.add(name(table, size, entry));
                } else if (entry.tag() == DT_RPATH) {
                    rpath = List.of(name(table, size, entry).split(":"));
                } else if (entry.tag() == DT_RUNPATH) {
                    runpath = List.of(name(table, size, entry).split(":"));
                }
                if (needed.size() > MOST_NEEDED) {
                    throw new Elf.Broken("it needs more than " + MOST_NEEDED + " libraries");
                }
            }
        }
        return new Elf(abi, interpreter, List.copyOf(needed), rpath, runpath);
    }

    private List<Segment> segments() throws IOException, Elf.Broken {
        ByteBuffer header = bytes(0, abi.wide() ? 64 : 52);
        long table = abi.wide() ? header.getLong(32) : Integer.toUnsignedLong(header.getInt(28));
        int entrySize = Short.toUnsignedInt(header.getShort(abi.wide() ? 54 : 42));
        int count = Short.toUnsignedInt(header.getShort(abi.wide() ? 56 : 44));
        List<Segment> segments = new ArrayList<>();
        if (count == 0) {
            return segments;
        }
        if (count > MOST_HEADERS || entrySize != (abi.wide() ? 56 : 32)) {
            throw new Elf.Broken(count + " program headers of " + entrySize + " bytes");
        }
        ByteBuffer headers = bytes(table, count * entrySize);
        for (int i = 0; i < count; i++) {
            segments.add(segment(headers, i * entrySize));
        }
        return segments;
    }

    private Segment segment(ByteBuffer headers, int at) {
        int type = headers.getInt(at);
        return abi.wide()
                ? new Segment(type, headers.getLong(at + 8), headers.getLong(at + 16), headers.getLong(at + 32))
                : new Segment(type, unsigned(headers, at + 4), unsigned(headers, at + 8), unsigned(headers, at + 16));
    }

    private static long unsigned(ByteBuffer buffer, int at) {
        return Integer.toUnsignedLong(buffer.getInt(at));
    }

    private List<Dynamic> dynamic(Segment segment) throws IOException, Elf.Broken {
        if (segment.size() < 0 || segment.size() > MOST_DYNAMIC_BYTES) {
            throw new Elf.Broken("a dynamic section of " + Long.toUnsignedString(segment.size()) + " bytes");
        }
        ByteBuffer table = bytes(segment.offset(), (int) segment.size());
        List<Dynamic> entries = new ArrayList<>();
        for (int at = 0; at + 2 * word <= table.limit(); at += 2 * word) {
            long tag = abi.wide() ? table.getLong(at) : table.getInt(at);
            if (tag == DT_NULL) {
                break;
            }
            entries.add(new Dynamic(tag, abi.wide() ? table.getLong(at + 8) : unsigned(table, at + 4)));
        }
        return entries;
    }

    private static long value(List<Dynamic> dynamic, int tag) throws Elf.Broken {
        for (Dynamic entry : dynamic) {
            if (entry.tag() == tag) {
                return entry.value();
            }
        }
        throw new Elf.Broken("no dynamic entry " + tag);
    }

    /** Where the bytes of a virtual address lie in the file. */
    private static long fileOffset(long address, List<Segment> segments) throws Elf.Broken {
        for (Segment segment : segments) {
            long distance = address - segment.address();
            if (segment.type() == PT_LOAD
                    && Long.compareUnsigned(address, segment.address()) >= 0
                    && Long.compareUnsigned(distance, segment.size()) < 0) {
                return segment.offset() + distance;
            }
        }
        throw new Elf.Broken("address 0x" + Long.toHexString(address) + " is in no segment");
    }

    private String name(long table, long tableSize, Dynamic entry) throws IOException, Elf.Broken {
        if (entry.value() < 0 || tableSize < 0 || entry.value() >= tableSize) {
            throw new Elf.Broken("a name outside the string table");
        }
        return string(table + entry.value(), tableSize - entry.value());
    }

    private String string(long offset, long most) throws IOException, Elf.Broken {
        int bound = most < 0 || most > LONGEST_STRING ? LONGEST_STRING : (int) most;
        if (offset < 0 || offset >= source.size()) {
            throw new Elf.Broken("a string outside the file");
        }
        ByteBuffer buffer = source.read(offset, bound);
        for (int end = 0; end < buffer.limit(); end++) {
            if (buffer.get(end) == 0) {
                byte[] text = new byte[end];
                buffer.get(0, text);
                return new String(text, StandardCharsets.UTF_8);
            }
        }
        throw new Elf.Broken("a string without end");
    }

    private ByteBuffer bytes(long offset, int length) throws IOException, Elf.Broken {
        if (offset < 0 || offset > source.size() || source.size() - offset < length) {
            throw new Elf.Broken("0x" + Long.toHexString(offset) + " and " + length + " bytes are not in the file");
        }
        ByteBuffer buffer = source.read(offset, length);
        if (buffer.remaining() < length) {
            throw new Elf.Broken("the file became shorter");
        }
        return buffer.order(abi.littleEndian() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    }
}
