package io.jcompose.orchestrator.plan;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/** Signal names and numbers (signal(7), x86-64 and aarch64). */
public final class Signals {
    public static final int KILL = 9;
    public static final int TERM = 15;
    private static final int LAST_REAL_TIME = 64;
    private static final List<String> NAMES = List.of(
            "", "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE",
            "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM",
            "PROF", "WINCH", "IO", "PWR", "SYS");

    private Signals() {}

    /** The number of {@code TERM}, {@code SIGTERM} or {@code 15}; empty for what is no signal. */
    public static OptionalInt number(String text) {
        String name = text.toUpperCase(Locale.ROOT);
        int known = NAMES.indexOf(name.startsWith("SIG") ? name.substring(3) : name);
        if (known > 0) {
            return OptionalInt.of(known);
        }
        if (!text.matches("[0-9]{1,2}")) {
            return OptionalInt.empty();
        }
        int number = Integer.parseInt(text);
        return number >= 1 && number <= LAST_REAL_TIME ? OptionalInt.of(number) : OptionalInt.empty();
    }
}
