package io.jcompose.runtime.layer;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The tar reader on any bytes: it refuses them, or what it reads can be written and read again as the same. Checksums are
 * put right first, since no chance finds them.
 */
public final class TarFuzz {
    private static final int MOST_ENTRIES = 1000;

    private TarFuzz() {}

    /** What was read: an entry in words, and its content. */
    private record Read(List<TarEntry> entries, List<byte[]> contents) {}

    public static void fuzzerTestOneInput(byte[] input) {
        byte[] bytes = summed(input);
        try {
            Read first = read(bytes);
            Read again = read(written(first));
            check(first.entries().size() == again.entries().size(), "entries were lost");
            for (int i = 0; i < first.entries().size(); i++) {
                compare(first.entries().get(i), again.entries().get(i));
                check(
                        java.util.Arrays.equals(
                                first.contents().get(i), again.contents().get(i)),
                        "content differs");
            }
        } catch (MalformedLayer e) {
            check(String.valueOf(e.getMessage()).chars().noneMatch(Character::isISOControl), "a message of bytes");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] summed(byte[] input) {
        byte[] bytes = input.clone();
        for (int start = 0; start + TarHeader.BLOCK <= bytes.length; start += TarHeader.BLOCK) {
            java.util.Arrays.fill(bytes, start + 148, start + 156, (byte) ' ');
            int sum = 0;
            for (int i = start; i < start + TarHeader.BLOCK; i++) {
                sum += Byte.toUnsignedInt(bytes[i]);
            }
            // A block of zeros is the end.
            if (sum > 8 * ' ') {
                byte[] digits = "%06o\0".formatted(sum).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
                System.arraycopy(digits, 0, bytes, start + 148, digits.length);
            } else {
                java.util.Arrays.fill(bytes, start + 148, start + 156, (byte) 0);
            }
        }
        return bytes;
    }

    private static Read read(byte[] bytes) throws IOException {
        Read read = new Read(new ArrayList<>(), new ArrayList<>());
        TarReader reader = new TarReader(new ByteArrayInputStream(bytes));
        byte[] chunk = new byte[700];
        for (TarEntry entry = reader.next(); entry != null; entry = reader.next()) {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            for (int count = reader.read(chunk); count >= 0; count = reader.read(chunk)) {
                content.write(chunk, 0, count);
            }
            check(content.size() == entry.size(), "content of another size");
            path(entry.name());
            read.entries().add(entry);
            read.contents().add(content.toByteArray());
            check(read.entries().size() < MOST_ENTRIES, "entries without end");
        }
        return read;
    }

    private static void path(String name) {
        try {
            EntryPath path = EntryPath.of(name);
            for (String component : path.components()) {
                check(!component.isEmpty() && !component.equals(".") && !component.equals(".."), "a way out");
                check(component.indexOf('/') < 0 && component.indexOf('\0') < 0, "a name that is none");
            }
        } catch (MalformedLayer e) {
            check(!String.valueOf(e.getMessage()).isEmpty(), "no message");
        }
    }

    private static byte[] written(Read read) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TarWriter writer = new TarWriter(out);
        for (int i = 0; i < read.entries().size(); i++) {
            writer.write(
                    read.entries().get(i),
                    new ByteArrayInputStream(read.contents().get(i)));
        }
        writer.finish();
        return out.toByteArray();
    }

    /** Names with a NUL cannot be written in a field, and are refused when they are unpacked; times lose their fractions. */
    private static void compare(TarEntry a, TarEntry b) {
        check(a.kind() == b.kind(), "another kind");
        check(a.size() == b.size(), "another size");
        check(a.name().indexOf('\0') >= 0 || a.name().equals(b.name()), "another name");
        check(a.target().indexOf('\0') >= 0 || a.target().equals(b.target()), "another target");
        check(a.status().mode() == b.status().mode(), "another mode");
        check(
                a.status().uid() == b.status().uid()
                        && a.status().gid() == b.status().gid(),
                "another owner");
        check(a.status().seconds() == b.status().seconds(), "another time");
        check(a.status().attributes().keySet().equals(b.status().attributes().keySet()), "other attributes");
    }

    private static void check(boolean right, String what) {
        if (!right) {
            throw new AssertionError(what);
        }
    }
}
