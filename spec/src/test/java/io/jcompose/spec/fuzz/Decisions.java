package io.jcompose.spec.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** The bytes of a fuzzer, read as decisions; zeros when they are used up. */
final class Decisions {
    private final byte[] bytes;
    private int at;

    Decisions(byte[] bytes) {
        this.bytes = bytes;
    }

    /** From 0 to {@code bound} - 1. */
    int below(int bound) {
        int value = bound > 256 ? next() << 8 | next() : next();
        return value % bound;
    }

    <T> T one(List<T> values) {
        return values.get(below(values.size()));
    }

    /** A text of up to 255 bytes. */
    String text() {
        int end = Math.min(bytes.length, at + 1 + next());
        int from = Math.min(at, end);
        at = end;
        return new String(Arrays.copyOfRange(bytes, from, end), StandardCharsets.UTF_8);
    }

    private int next() {
        return at < bytes.length ? bytes[at++] & 0xff : 0;
    }
}
