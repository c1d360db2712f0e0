package io.jcompose.runtime.image;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the dynamic loader wants to know of an ELF file.
 *
 * @param abi what must be equal in two files that are loaded together
 * @param interpreter the loader (PT_INTERP), null for libraries and static programs
 * @param needed DT_NEEDED, in order
 * @param rpath DT_RPATH, split at colons
 * @param runpath DT_RUNPATH, split at colons
 */
record Elf(Abi abi, @Nullable String interpreter, List<String> needed, List<String> rpath, List<String> runpath) {
    /** Word size, byte order and machine ({@code e_machine}). */
    record Abi(boolean wide, boolean littleEndian, int machine) {}

    /** The file says it is ELF, but what it says leads nowhere. */
    static final class Broken extends Exception {
        Broken(String message) {
            super(message);
        }
    }
}
