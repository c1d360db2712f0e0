package io.jcompose.runtime.seccomp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Instructions in front of a filter that give ENOSYS for calls which are newer than the filter. EPERM would be a wrong
 * answer there: C libraries try new calls first and fall back only on ENOSYS. runc does the same.
 */
final class UnknownCalls {
    /** AUDIT_ARCH_* (linux/audit.h) of the machines that this is done for; on others a new call gets the default. */
    static final Map<String, Integer> AUDIT = Map.of(
            "x86_64", 0xc000003e,
            "x86", 0x40000003,
            "aarch64", 0xc00000b7,
            "arm", 0x40000028,
            "riscv64", 0xc00000f3);

    private static final int LOAD_WORD = 0x20;
    private static final int JUMP_ALWAYS = 0x05;
    private static final int JUMP_EQUAL = 0x15;
    private static final int JUMP_GREATER = 0x25;
    private static final int JUMP_GREATER_OR_EQUAL = 0x35;
    private static final int RETURN = 0x06;
    /** Offsets in struct seccomp_data. */
    private static final int NUMBER = 0;

    private static final int ARCHITECTURE = 4;
    /** Calls of x32 come as x86_64 with this bit, and private calls of arm lie above 0x0f0000. */
    private static final int OTHER_RANGE = 0x000f0000;

    private static final int RETURN_ENOSYS = 0x00050000 | 38;
    private static final int BLOCK = 6;

    private UnknownCalls() {}

    /** The greatest number that the filter's maker knew on an architecture. */
    record Highest(int audit, int number) {}

    static byte[] inFrontOf(byte[] filter, List<Highest> known) {
        List<Long> code = new ArrayList<>();
        code.add(instruction(LOAD_WORD, 0, 0, ARCHITECTURE));
        for (int i = 0; i < known.size(); i++) {
            Highest highest = known.get(i);
            int behind = (known.size() - 1 - i) * BLOCK;
            code.add(instruction(JUMP_EQUAL, 0, BLOCK - 1, highest.audit()));
            code.add(instruction(LOAD_WORD, 0, 0, NUMBER));
            code.add(instruction(JUMP_GREATER_OR_EQUAL, 2, 0, OTHER_RANGE));
            code.add(instruction(JUMP_GREATER, 0, 1, highest.number()));
            code.add(instruction(RETURN, 0, 0, RETURN_ENOSYS));
            code.add(instruction(JUMP_ALWAYS, 0, 0, behind));
        }
        ByteBuffer program =
                ByteBuffer.allocate(code.size() * 8 + filter.length).order(ByteOrder.nativeOrder());
        for (long instruction : code) {
            program.putShort((short) (instruction >>> 48));
            program.put((byte) (instruction >>> 40));
            program.put((byte) (instruction >>> 32));
            program.putInt((int) instruction);
        }
        return program.put(filter).array();
    }

    /** struct sock_filter: code, jump if true, jump if false, operand. */
    private static long instruction(int code, int whenTrue, int whenFalse, int operand) {
        return (long) code << 48 | (long) whenTrue << 40 | (long) whenFalse << 32 | Integer.toUnsignedLong(operand);
    }
}
