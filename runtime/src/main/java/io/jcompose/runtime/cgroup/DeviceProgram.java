package io.jcompose.runtime.cgroup;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A filter of device accesses for version 2, where the kernel asks a program (admin-guide/cgroup-v2.rst "Device
 * controller"; instructions: bpf/standardization/instruction-set.rst). Pure.
 *
 * <p>The program gets a {@code struct bpf_cgroup_dev_ctx} (linux/bpf.h): access and type in one word, major, minor. It
 * answers 1 for allowed, 0 for EPERM.
 */
final class DeviceProgram {
    private static final int BLOCK = 1;
    private static final int CHARACTER = 2;

    private static final int LOAD_WORD = 0x61;
    private static final int MOVE = 0xbf;
    private static final int MOVE_VALUE = 0xb7;
    private static final int AND_VALUE = 0x57;
    private static final int SHIFT_RIGHT_VALUE = 0x77;
    private static final int JUMP_UNLESS_VALUE = 0x55;
    private static final int JUMP_UNLESS = 0x5d;
    private static final int EXIT = 0x95;

    private static final int ANSWER = 0;
    private static final int CONTEXT = 1;
    private static final int TYPE = 2;
    private static final int ACCESS = 3;
    private static final int MAJOR = 4;
    private static final int MINOR = 5;

    private final ByteArrayOutputStream program = new ByteArrayOutputStream();

    private DeviceProgram() {}

    /** The instructions, an array of {@code struct bpf_insn}, that allow what some rule allows. */
    static byte[] of(List<DeviceRule> rules) {
        DeviceProgram program = new DeviceProgram();
        program.load();
        rules.forEach(program::allow);
        program.answer(0);
        return program.program.toByteArray();
    }

    private void load() {
        add(LOAD_WORD, TYPE, CONTEXT, 0, 0);
        add(MOVE, ACCESS, TYPE, 0, 0);
        add(AND_VALUE, TYPE, 0, 0, 0xffff);
        add(SHIFT_RIGHT_VALUE, ACCESS, 0, 0, 16);
        add(LOAD_WORD, MAJOR, CONTEXT, 4, 0);
        add(LOAD_WORD, MINOR, CONTEXT, 8, 0);
    }

    /** Each condition that does not hold jumps behind the rule's answer. */
    private void allow(DeviceRule rule) {
        int left = 5 + (rule.major() == DeviceRule.ANY ? 0 : 1) + (rule.minor() == DeviceRule.ANY ? 0 : 1);
        add(JUMP_UNLESS_VALUE, TYPE, 0, left, rule.type() == 'b' ? BLOCK : CHARACTER);
        // What is asked for beyond the rule's accesses would be lost by the AND.
        add(MOVE, CONTEXT, ACCESS, 0, 0);
        add(AND_VALUE, CONTEXT, 0, 0, bits(rule.access()));
        add(JUMP_UNLESS, CONTEXT, ACCESS, left - 3, 0);
        left -= 4;
        if (rule.major() != DeviceRule.ANY) {
            add(JUMP_UNLESS_VALUE, MAJOR, 0, left, rule.major());
            left--;
        }
        if (rule.minor() != DeviceRule.ANY) {
            add(JUMP_UNLESS_VALUE, MINOR, 0, left, rule.minor());
        }
        answer(1);
    }

    private void answer(int value) {
        add(MOVE_VALUE, ANSWER, 0, 0, value);
        add(EXIT, 0, 0, 0, 0);
    }

    private static int bits(String access) {
        return (access.contains("m") ? 1 : 0) | (access.contains("r") ? 2 : 0) | (access.contains("w") ? 4 : 0);
    }

    /** {@code struct bpf_insn}: the registers share a byte, whose order is the machine's. */
    private void add(int code, int to, int from, int offset, int value) {
        boolean little = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
        program.writeBytes(ByteBuffer.allocate(8)
                .order(ByteOrder.nativeOrder())
                .put((byte) code)
                .put((byte) (little ? from << 4 | to : to << 4 | from))
                .putShort((short) offset)
                .putInt(value)
                .array());
    }
}
