package io.jcompose.spec.decode;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Texts in the words of the kernel: signals, capabilities, sets of CPUs, rules for devices, network interfaces. */
final class KernelWords {
    private static final Set<String> SIGNALS = Set.of(
            "ABRT", "ALRM", "BUS", "CHLD", "CLD", "CONT", "FPE", "HUP", "ILL", "INT", "IO", "IOT", "KILL", "PIPE",
            "POLL", "PROF", "PWR", "QUIT", "SEGV", "STKFLT", "STOP", "SYS", "TERM", "TRAP", "TSTP", "TTIN", "TTOU",
            "URG", "USR1", "USR2", "VTALRM", "WINCH", "XCPU", "XFSZ");

    /** capabilities(7), and ALL. */
    private static final Set<String> CAPABILITIES = Set.of("""
            ALL AUDIT_CONTROL AUDIT_READ AUDIT_WRITE BLOCK_SUSPEND BPF CHECKPOINT_RESTORE CHOWN DAC_OVERRIDE
            DAC_READ_SEARCH FOWNER FSETID IPC_LOCK IPC_OWNER KILL LEASE LINUX_IMMUTABLE MAC_ADMIN MAC_OVERRIDE MKNOD
            NET_ADMIN NET_BIND_SERVICE NET_BROADCAST NET_RAW PERFMON SETFCAP SETGID SETPCAP SETUID SYSLOG SYS_ADMIN
            SYS_BOOT SYS_CHROOT SYS_MODULE SYS_NICE SYS_PACCT SYS_PTRACE SYS_RAWIO SYS_RESOURCE SYS_TIME
            SYS_TTY_CONFIG WAKE_ALARM""".split("\\s+"));

    private KernelWords() {}

    /** {@code SIGINT} and {@code int} become {@code INT}; numbers and real-time signals stay. */
    static String signal(String text) throws Malformed {
        String upper = text.toUpperCase(Locale.ROOT);
        String bare = upper.startsWith("SIG") ? upper.substring(3) : upper;
        boolean number = bare.matches("[1-9][0-9]?") && Integer.parseInt(bare) <= 64;
        if (!number && !SIGNALS.contains(bare) && !bare.matches("RTM(IN(\\+[0-9]{1,2})?|AX(-[0-9]{1,2})?)")) {
            throw new Malformed(
                    "not a signal: `" + text + "`", Nearest.hint(bare, SIGNALS).orElse("as in SIGINT"));
        }
        return bare;
    }

    /** {@code CAP_NET_ADMIN}, {@code net_admin} and {@code ALL} in the kernel's spelling, without the prefix. */
    static String capability(String text) throws Malformed {
        String upper = text.toUpperCase(Locale.ROOT);
        String bare = upper.startsWith("CAP_") ? upper.substring(4) : upper;
        if (!CAPABILITIES.contains(bare)) {
            throw new Malformed(
                    "not a capability: `" + text + "`",
                    Nearest.hint(bare, CAPABILITIES).orElse("as in NET_ADMIN, or ALL"));
        }
        return bare;
    }

    /** {@code 0-3,5}. */
    static String cpuset(String text) throws Malformed {
        for (String range : text.split(",", -1)) {
            String[] ends = range.strip().split("-", -1);
            if (ends.length > 2 || !range.strip().matches("[0-9]{1,5}(-[0-9]{1,5})?")) {
                throw new Malformed("not a set of CPUs: `" + text + "`", "as in 0-3,5");
            }
            if (ends.length == 2 && Integer.parseInt(ends[1]) < Integer.parseInt(ends[0])) {
                throw new Malformed("not a set of CPUs: `" + range + "` ends before it starts", "as in 0-3,5");
            }
        }
        return text;
    }

    /** A line of the kernel's device cgroup. */
    static String deviceRule(String text) throws Malformed {
        if (!text.matches("[abc] ([0-9]{1,10}|\\*):([0-9]{1,10}|\\*) [rwm]{1,3}")) {
            throw new Malformed("not a device cgroup rule: `" + text + "`", "TYPE MAJOR:MINOR rwm, as in c 1:3 mr");
        }
        return text;
    }

    /**
     * {@code NAME=VALUE}, {@code NAME:VALUE} or {@code no-new-privileges}. The path in {@code seccomp=FILE} stays relative
     * to the project's directory, as in the reference loader.
     */
    static String securityOption(String text) throws Malformed {
        String known = "no-new-privileges";
        if (!text.equals(known) && !text.matches("(?s)[a-z-]+[=:].+")) {
            throw new Malformed(
                    "invalid security option: `" + text + "`",
                    Nearest.hint(text, List.of(known))
                            .orElse("as in seccomp=profile.json, apparmor=NAME, label:disable"));
        }
        return text;
    }

    /** Of the kernel: at most 15 bytes, no blank, no slash. */
    static String networkInterface(String text) throws Malformed {
        if (!text.matches("[^\\s/:]{1,15}") || text.equals(".") || text.equals("..")) {
            throw new Malformed(
                    "not the name of a network interface: `" + text + "`", "as in eth0, at most 15 letters");
        }
        return text;
    }
}
