package io.jcompose.runtime.seccomp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Runs a seccomp program as the kernel does (linux/filter.h), to ask it about calls that nobody makes. */
final class BpfMachine {
    private final ByteBuffer code;

    BpfMachine(byte[] program) {
        code = ByteBuffer.wrap(program).order(ByteOrder.nativeOrder());
    }

    int instructions() {
        return code.capacity() / 8;
    }

    /** The SECCOMP_RET_* value for a call; {@code arguments} are at most six. */
    int run(int audit, int number, long... arguments) {
        ByteBuffer data = ByteBuffer.allocate(64).order(ByteOrder.nativeOrder());
        data.putInt(0, number).putInt(4, audit);
        for (int i = 0; i < arguments.length; i++) {
            data.putLong(16 + 8 * i, arguments[i]);
        }
        int[] memory = new int[16];
        int a = 0;
        int at = 0;
        while (true) {
            int operation = code.getShort(at * 8);
            int whenTrue = Byte.toUnsignedInt(code.get(at * 8 + 2));
            int whenFalse = Byte.toUnsignedInt(code.get(at * 8 + 3));
            int k = code.getInt(at * 8 + 4);
            at++;
            switch (operation) {
                case 0x20 -> a = data.getInt(k);
                case 0x60 -> a = memory[k];
                case 0x02 -> memory[k] = a;
                case 0x54 -> a &= k;
                case 0x05 -> at += k;
                case 0x15 -> at += a == k ? whenTrue : whenFalse;
                case 0x25 -> at += Integer.compareUnsigned(a, k) > 0 ? whenTrue : whenFalse;
                case 0x35 -> at += Integer.compareUnsigned(a, k) >= 0 ? whenTrue : whenFalse;
                case 0x06 -> {
                    return k;
                }
                default -> throw new IllegalStateException("operation 0x" + Integer.toHexString(operation));
            }
        }
    }
}
