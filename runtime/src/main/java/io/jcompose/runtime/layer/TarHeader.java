package io.jcompose.runtime.layer;

import java.nio.charset.StandardCharsets;

/** One block of 512 bytes (POSIX.1-1988 ustar; GNU tar's numbers of base 256 and its other magic). */
final class TarHeader {
    static final int BLOCK = 512;

    private static final int CHECKSUM_AT = 148;
    private static final int CHECKSUM_LENGTH = 8;
    private static final int OCTAL_DIGIT_BITS = 3;

    private final byte[] block;

    private TarHeader(byte[] block) {
        this.block = block;
    }

    static boolean isEnd(byte[] block) {
        for (byte b : block) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    /** @throws MalformedLayer when the checksum is wrong */
    static TarHeader of(byte[] block) throws MalformedLayer {
        TarHeader header = new TarHeader(block);
        long said = header.number(CHECKSUM_AT, CHECKSUM_LENGTH, "checksum");
        long unsigned = 0;
        long signed = 0;
        for (int i = 0; i < BLOCK; i++) {
            boolean own = i >= CHECKSUM_AT && i < CHECKSUM_AT + CHECKSUM_LENGTH;
            unsigned += own ? ' ' : Byte.toUnsignedInt(block[i]);
            // Old tar programs summed signed chars.
            signed += own ? ' ' : block[i];
        }
        if (said != unsigned && said != signed) {
            throw new MalformedLayer("a header has a wrong checksum");
        }
        return header;
    }

    char type() {
        return (char) block[156];
    }

    String name() {
        String name = text(0, 100);
        // GNU tar has other things where POSIX has the prefix.
        String prefix = text(257, 6).equals("ustar") && block[263] == '0' ? text(345, 155) : "";
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    String target() {
        return text(157, 100);
    }

    long mode() throws MalformedLayer {
        return number(100, 8, "mode");
    }

    long uid() throws MalformedLayer {
        return number(108, 8, "owner");
    }

    long gid() throws MalformedLayer {
        return number(116, 8, "group");
    }

    long size() throws MalformedLayer {
        return number(124, 12, "size");
    }

    long seconds() throws MalformedLayer {
        return number(136, 12, "time");
    }

    long major() throws MalformedLayer {
        return number(329, 8, "device");
    }

    long minor() throws MalformedLayer {
        return number(337, 8, "device");
    }

    private String text(int at, int room) {
        int end = at;
        while (end < at + room && block[end] != 0) {
            end++;
        }
        return new String(block, at, end - at, StandardCharsets.ISO_8859_1);
    }

    private long number(int at, int room, String what) throws MalformedLayer {
        if ((block[at] & 0x80) != 0) {
            return binary(at, room, what);
        }
        int from = at;
        int end = at + room;
        while (from < end && (block[from] == ' ' || block[from] == 0)) {
            from++;
        }
        while (end > from && (block[end - 1] == ' ' || block[end - 1] == 0)) {
            end--;
        }
        long value = 0;
        for (int i = from; i < end; i++) {
            int digit = block[i] - '0';
            if (digit < 0 || digit > 7) {
                throw new MalformedLayer("a header has a " + what + " that is no number");
            }
            value = value << OCTAL_DIGIT_BITS | digit;
        }
        return value;
    }

    /** Two's complement, the highest bit aside (GNU tar, "Extensions to the archive format"). */
    private long binary(int at, int room, String what) throws MalformedLayer {
        boolean negative = (block[at] & 0x40) != 0;
        long value = negative ? -1 : 0;
        for (int i = at; i < at + room; i++) {
            int b = Byte.toUnsignedInt(block[i]);
            if (i == at) {
                b = negative ? b : b & 0x7f;
            }
            long next = value << Byte.SIZE | b;
            if (next >> Byte.SIZE != value) {
                throw new MalformedLayer("a header has a " + what + " that is too large");
            }
            value = next;
        }
        return value;
    }
}
