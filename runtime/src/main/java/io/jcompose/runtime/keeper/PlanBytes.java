package io.jcompose.runtime.keeper;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Arguments of a step as the keeper reads them (plan.c): numbers of 8 bytes, texts with length and NUL. */
final class PlanBytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final int opcode;

    private PlanBytes(int opcode) {
        this.opcode = opcode;
    }

    /** Arguments of a step. */
    static PlanBytes of(int opcode) {
        return new PlanBytes(opcode);
    }

    /** Bytes of no step. */
    static PlanBytes plain() {
        return new PlanBytes(0);
    }

    int opcode() {
        return opcode;
    }

    PlanBytes number(long value) {
        out.writeBytes(ByteBuffer.allocate(8)
                .order(ByteOrder.nativeOrder())
                .putLong(value)
                .array());
        return this;
    }

    /** @throws IllegalArgumentException for a NUL, at which the kernel would cut the text */
    PlanBytes text(String value) {
        if (value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a text for the kernel cannot hold a NUL byte: " + value);
        }
        return bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    PlanBytes bytes(byte[] value) {
        word(value.length);
        out.writeBytes(value);
        out.write(0);
        return this;
    }

    PlanBytes texts(List<String> values) {
        number(values.size());
        values.forEach(this::text);
        return this;
    }

    PlanBytes word(int value) {
        out.writeBytes(ByteBuffer.allocate(4)
                .order(ByteOrder.nativeOrder())
                .putInt(value)
                .array());
        return this;
    }

    PlanBytes raw(byte[] value) {
        out.writeBytes(value);
        return this;
    }

    byte[] toBytes() {
        return out.toByteArray();
    }
}
