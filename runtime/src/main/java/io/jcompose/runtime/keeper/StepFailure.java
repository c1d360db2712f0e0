package io.jcompose.runtime.keeper;

import io.jcompose.runtime.linux.Errno;

/**
 * Why a step failed.
 *
 * @param errno of {@link Errno}
 * @param opcode of the step; 0 when the process was gone before it could say
 * @param detail what errno cannot say
 */
public record StepFailure(int errno, int opcode, Detail detail) {
    /** The order is the one of keeper.h. */
    public enum Detail {
        NONE,
        NO_USER,
        NO_GROUP,
        FILE_EXISTS,
        OUTSIDE
    }

    static StepFailure of(int errno, int word) {
        int detail = word & 0xffff;
        return new StepFailure(
                errno, word >>> 16, detail < Detail.values().length ? Detail.values()[detail] : Detail.NONE);
    }

    /** The exit code that a shell gives for it: 127 not found, 126 not executable; 125 when it is not the command's fault. */
    public int exitCode() {
        if (opcode != ProcessStep.Exec.OPCODE) {
            return 125;
        }
        return errno == Errno.ENOENT && detail != Detail.FILE_EXISTS ? 127 : 126;
    }
}
