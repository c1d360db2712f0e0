package io.jcompose.runtime.layer;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads a tar stream that somebody else wrote: ustar, pax and GNU's long names. Sparse files are refused. Global extended
 * headers are passed over, as Go's reader does, which Docker has.
 */
public final class TarReader {
    /** Bytes of all that stand before one entry; attributes of 64 KiB and names of 4096 bytes find room. */
    private static final int MOST_BEHIND_END = 16 << 20;

    private static final int LARGEST_EXTENSION = 1 << 20;

    private static final long LARGEST_ID = 0xfffffffeL;
    private static final long LARGEST_SECONDS = 1L << 40;
    private static final int LONGEST_NUMBER = 40;

    private final InputStream in;
    private final byte[] block = new byte[TarHeader.BLOCK];
    private final byte[] discarded = new byte[1 << 14];
    private long left;
    private int padding;

    /** The stream is not closed here. It is read in small pieces. */
    public TarReader(InputStream in) {
        this.in = in;
    }

    /** What extension headers say about the entry after them. */
    private static final class Extension {
        private final SortedMap<String, byte[]> records = new TreeMap<>();
        private @Nullable String longName;
        private @Nullable String longTarget;
        private long bytes;

        private @Nullable String text(String key) {
            byte[] value = records.get(key);
            return value == null || value.length == 0 ? null : new String(value, StandardCharsets.ISO_8859_1);
        }
    }

    /**
     * The next entry; what was not read of the content before is passed over. Null at the end: after it the stream is
     * read to its end, since its digest covers all of it.
     *
     * @throws MalformedLayer when the bytes are no tar stream
     */
    public @Nullable TarEntry next() throws IOException {
        Extension extension = new Extension();
        while (true) {
            skip();
            if (!fill(block) || TarHeader.isEnd(block)) {
                passOverRest();
                return null;
            }
            TarHeader header = TarHeader.of(block);
            switch (header.type()) {
                case 'x', 'X' -> extension.records.putAll(PaxRecords.read(extension(header, extension)));
                case 'g' -> extension(header, extension);
                case 'L' -> extension.longName = name(extension(header, extension));
                case 'K' -> extension.longTarget = name(extension(header, extension));
                default -> {
                    return entry(header, extension);
                }
            }
        }
    }

    /** Programs fill up to a size of blocks of theirs; a stranger's stream may never end. */
    private void passOverRest() throws IOException {
        long passed = 0;
        for (int count = in.read(discarded); count >= 0; count = in.read(discarded)) {
            passed += count;
            if (passed > MOST_BEHIND_END) {
                throw new MalformedLayer("more than " + MOST_BEHIND_END + " bytes stand behind its end");
            }
        }
    }

    /** Content of the entry that was returned last: the count of bytes, -1 at its end. */
    public int read(byte[] buffer) throws IOException {
        if (left == 0) {
            return -1;
        }
        int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (count < 0) {
            throw brokenOff();
        }
        left -= count;
        return count;
    }

    private TarEntry entry(TarHeader header, Extension extension) throws IOException {
        String name = first(extension.text("path"), extension.longName, header.name());
        TarEntry.Kind kind = kind(header.type(), name);
        if (extension.records.keySet().stream().anyMatch(key -> key.startsWith("GNU.sparse."))) {
            throw new MalformedLayer(Shown.name(name) + " is a sparse file, which is not read");
        }
        String target = first(extension.text("linkpath"), extension.longTarget, header.target());
        boolean link = kind == TarEntry.Kind.LINK || kind == TarEntry.Kind.HARD_LINK;
        long size = number(extension.text("size"), header.size(), Long.MAX_VALUE - TarHeader.BLOCK, "size");
        if (kind == TarEntry.Kind.FILE) {
            expect(size);
        }
        boolean device = kind == TarEntry.Kind.CHARACTER || kind == TarEntry.Kind.BLOCK;
        return new TarEntry(
                kind,
                name,
                link ? target : "",
                kind == TarEntry.Kind.FILE ? size : 0,
                status(header, extension),
                device ? new TarEntry.Device((int) header.major(), (int) header.minor()) : TarEntry.Device.NONE);
    }

    private static TarEntry.Kind kind(char type, String name) throws MalformedLayer {
        if (type == 0 || type == '7') {
            // Before POSIX, a slash behind the name was all that made a directory.
            return type == 0 && name.endsWith("/") ? TarEntry.Kind.DIRECTORY : TarEntry.Kind.FILE;
        }
        if (type == 'S') {
            throw new MalformedLayer(Shown.name(name) + " is a sparse file, which is not read");
        }
        for (TarEntry.Kind kind : TarEntry.Kind.values()) {
            if (kind.flag() == type) {
                return kind;
            }
        }
        throw new MalformedLayer(Shown.name(name) + " is of the unknown type " + Shown.name(String.valueOf(type)));
    }

    private static TarEntry.Status status(TarHeader header, Extension extension) throws MalformedLayer {
        BigDecimal time = time(extension.text("mtime"), header);
        long seconds = time.setScale(0, RoundingMode.FLOOR).longValue();
        int nanos = time.subtract(BigDecimal.valueOf(seconds)).movePointRight(9).intValue();
        SortedMap<String, byte[]> attributes = new TreeMap<>();
        for (Map.Entry<String, byte[]> record : extension.records.entrySet()) {
            if (record.getKey().startsWith(PaxRecords.ATTRIBUTE)) {
                attributes.put(record.getKey().substring(PaxRecords.ATTRIBUTE.length()), record.getValue());
            }
        }
        return new TarEntry.Status(
                (int) (header.mode() & 07777),
                (int) number(extension.text("uid"), header.uid(), LARGEST_ID, "owner"),
                (int) number(extension.text("gid"), header.gid(), LARGEST_ID, "group"),
                seconds,
                nanos,
                attributes);
    }

    private static BigDecimal time(@Nullable String record, TarHeader header) throws MalformedLayer {
        BigDecimal time = record == null ? BigDecimal.valueOf(header.seconds()) : decimal(record, "time");
        if (time.abs().compareTo(BigDecimal.valueOf(LARGEST_SECONDS)) > 0) {
            throw new MalformedLayer("an entry has a time that cannot be");
        }
        return time;
    }

    private static long number(@Nullable String record, long field, long most, String what) throws MalformedLayer {
        BigDecimal value = record == null ? BigDecimal.valueOf(field) : decimal(record, what);
        if (value.signum() < 0 || value.compareTo(BigDecimal.valueOf(most)) > 0) {
            throw new MalformedLayer("an entry has a " + what + " that cannot be");
        }
        return value.longValue();
    }

    /** Exponents would make numbers of any length out of few bytes. */
    private static BigDecimal decimal(String text, String what) throws MalformedLayer {
        if (text.length() > LONGEST_NUMBER
                || !text.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '.' || c == '-')) {
            throw new MalformedLayer("an extended header has a " + what + " that is no number");
        }
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw new MalformedLayer("an extended header has a " + what + " that is no number");
        }
    }

    private static String first(@Nullable String a, @Nullable String b, String otherwise) {
        return a != null ? a : b != null ? b : otherwise;
    }

    private byte[] extension(TarHeader header, Extension before) throws IOException {
        long size = header.size();
        if (size < 0 || size > LARGEST_EXTENSION) {
            throw new MalformedLayer(
                    "an extended header has " + size + " bytes, at most " + LARGEST_EXTENSION + " are read");
        }
        before.bytes += size;
        if (before.bytes > LARGEST_EXTENSION) {
            throw new MalformedLayer(
                    "an entry has extended headers of more than " + LARGEST_EXTENSION + " bytes before it");
        }
        expect(size);
        byte[] content = in.readNBytes((int) size);
        if (content.length < size) {
            throw brokenOff();
        }
        left = 0;
        return content;
    }

    /** GNU's long names end with a NUL. */
    private static String name(byte[] content) {
        String text = new String(content, StandardCharsets.ISO_8859_1);
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }

    private void expect(long size) {
        left = size;
        padding = (int) (-size & (TarHeader.BLOCK - 1));
    }

    private void skip() throws IOException {
        long rest = left + padding;
        left = 0;
        padding = 0;
        // Not skip: a stream that hashes does not see what is skipped.
        while (rest > 0) {
            int count = in.read(discarded, 0, (int) Math.min(discarded.length, rest));
            if (count < 0) {
                throw brokenOff();
            }
            rest -= count;
        }
    }

    /** False when the stream is at its end: some programs leave out the empty blocks. */
    private boolean fill(byte[] buffer) throws IOException {
        int count = in.readNBytes(buffer, 0, buffer.length);
        if (count > 0 && count < buffer.length) {
            throw brokenOff();
        }
        return count > 0;
    }

    private static MalformedLayer brokenOff() {
        return new MalformedLayer("it breaks off in the middle of an entry");
    }
}
