package io.jcompose.runtime.image;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The one tar stream of a layer directory that was made here (POSIX.1-1988 ustar, PAX records where that is too small):
 * entries of a directory by the bytes of their names, a directory before what is in it, whole seconds, numeric owners,
 * links without a time. Its digest is the layer's {@code diff_id} (OCI image specification, config.md).
 */
final class LayerTar {
    private static final int BLOCK = 512;
    private static final int NAME_FIELD = 100;
    private static final long LARGEST_OCTAL = 0_77777777777L;
    private static final char FILE = '0';
    private static final char LINK = '2';
    private static final char DIRECTORY = '5';
    private static final char PAX = 'x';

    private final OutputStream out;
    private final byte[] buffer = new byte[1 << 16];

    private LayerTar(OutputStream out) {
        this.out = out;
    }

    static void write(Path directory, OutputStream out) throws IOException {
        LayerTar tar = new LayerTar(out);
        tar.children(directory, "");
        out.write(new byte[2 * BLOCK]);
    }

    /** What a header says; names with a char for each byte, {@code mtime} in seconds since 1970. */
    private record Header(char type, String name, String target, int mode, int uid, int gid, long size, long mtime) {}

    private void children(Path directory, String prefix) throws IOException {
        List<Path> children;
        try (Stream<Path> listed = Files.list(directory)) {
            children = listed.sorted().collect(Collectors.toList());
        }
        for (Path child : children) {
            entry(child, prefix + RawName.of(child.getFileName()));
        }
    }

    private void entry(Path path, String name) throws IOException {
        var attributes = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        Map<String, Object> unix = Files.readAttributes(path, "unix:mode,uid,gid", LinkOption.NOFOLLOW_LINKS);
        int mode = number(unix, "mode") & 07777;
        int uid = number(unix, "uid");
        int gid = number(unix, "gid");
        long mtime = attributes.lastModifiedTime().to(TimeUnit.SECONDS);
        if (attributes.isSymbolicLink()) {
            String target = RawName.of(Files.readSymbolicLink(path));
            header(new Header(LINK, name, target, 0777, uid, gid, 0, 0));
        } else if (attributes.isDirectory()) {
            header(new Header(DIRECTORY, name + "/", "", mode, uid, gid, 0, mtime));
            children(path, name + "/");
        } else if (attributes.isRegularFile()) {
            header(new Header(FILE, name, "", mode, uid, gid, attributes.size(), mtime));
            content(path, attributes.size());
        } else {
            throw new IOException(path + " is no file, directory or link");
        }
    }

    private static int number(Map<String, Object> attributes, String name) {
        return attributes.get(name) instanceof Integer value ? value : 0;
    }

    private void content(Path path, long size) throws IOException {
        long left = size;
        try (var in = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
            while (left > 0) {
                int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (count < 0) {
                    throw new IOException(path + " became shorter while it was read");
                }
                out.write(buffer, 0, count);
                left -= count;
            }
        }
        pad(size);
    }

    private void pad(long size) throws IOException {
        out.write(new byte[(int) (-size & (BLOCK - 1))]);
    }

    private void header(Header header) throws IOException {
        Map<String, String> records = records(header);
        if (!records.isEmpty()) {
            byte[] pax = pax(records);
            block(new Header(PAX, "pax", "", 0644, 0, 0, pax.length, 0));
            out.write(pax);
            pad(pax.length);
        }
        block(header);
    }

    private static Map<String, String> records(Header header) {
        Map<String, String> records = new TreeMap<>();
        if (!fits(header.name())) {
            records.put("path", header.name());
        }
        if (!fits(header.target())) {
            records.put("linkpath", header.target());
        }
        if (header.size() > LARGEST_OCTAL) {
            records.put("size", Long.toString(header.size()));
        }
        if (header.mtime() < 0 || header.mtime() > LARGEST_OCTAL) {
            records.put("mtime", Long.toString(header.mtime()));
        }
        return records;
    }

    private static boolean fits(String name) {
        return name.length() <= NAME_FIELD && name.chars().allMatch(b -> b < 0x80);
    }

    /** Records as {@code "LENGTH KEY=VALUE\n"}, where LENGTH counts itself. */
    private static byte[] pax(Map<String, String> records) {
        StringBuilder text = new StringBuilder();
        records.forEach((key, value) -> {
            int rest = 1 + key.length() + 1 + value.length() + 1;
            int length = rest + Integer.toString(rest).length();
            if (Integer.toString(length).length() > Integer.toString(rest).length()) {
                length++;
            }
            text.append(length)
                    .append(' ')
                    .append(key)
                    .append('=')
                    .append(value)
                    .append('\n');
        });
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private void block(Header header) throws IOException {
        byte[] block = new byte[BLOCK];
        put(block, 0, header.name(), NAME_FIELD);
        octal(block, 100, 8, header.mode());
        octal(block, 108, 8, header.uid());
        octal(block, 116, 8, header.gid());
        octal(block, 124, 12, header.size() > LARGEST_OCTAL ? 0 : header.size());
        octal(block, 136, 12, Math.max(0, Math.min(header.mtime(), LARGEST_OCTAL)));
        block[156] = (byte) header.type();
        put(block, 157, header.target(), NAME_FIELD);
        put(block, 257, "ustar\00000", 8);
        Arrays.fill(block, 148, 156, (byte) ' ');
        int sum = 0;
        for (byte b : block) {
            sum += Byte.toUnsignedInt(b);
        }
        octal(block, 148, 7, sum);
        out.write(block);
    }

    private static void put(byte[] block, int at, String value, int room) {
        byte[] bytes = value.getBytes(StandardCharsets.ISO_8859_1);
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
