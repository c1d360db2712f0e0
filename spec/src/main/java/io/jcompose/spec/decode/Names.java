package io.jcompose.spec.decode;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Texts with a form of their own: names of hosts, containers and signals, references, addresses. */
final class Names {
    private static final String LABEL = "[a-zA-Z0-9_]([a-zA-Z0-9_-]{0,61}[a-zA-Z0-9_])?";
    private static final Set<String> SIGNALS = Set.of(
            "ABRT", "ALRM", "BUS", "CHLD", "CLD", "CONT", "FPE", "HUP", "ILL", "INT", "IO", "IOT", "KILL", "PIPE",
            "POLL", "PROF", "PWR", "QUIT", "SEGV", "STKFLT", "STOP", "SYS", "TERM", "TRAP", "TSTP", "TTIN", "TTOU",
            "URG", "USR1", "USR2", "VTALRM", "WINCH", "XCPU", "XFSZ");

    private static final Set<String> CAPABILITIES = Set.of(
            "ALL",
            "AUDIT_CONTROL",
            "AUDIT_READ",
            "AUDIT_WRITE",
            "BLOCK_SUSPEND",
            "BPF",
            "CHECKPOINT_RESTORE",
            "CHOWN",
            "DAC_OVERRIDE",
            "DAC_READ_SEARCH",
            "FOWNER",
            "FSETID",
            "IPC_LOCK",
            "IPC_OWNER",
            "KILL",
            "LEASE",
            "LINUX_IMMUTABLE",
            "MAC_ADMIN",
            "MAC_OVERRIDE",
            "MKNOD",
            "NET_ADMIN",
            "NET_BIND_SERVICE",
            "NET_BROADCAST",
            "NET_RAW",
            "PERFMON",
            "SETFCAP",
            "SETGID",
            "SETPCAP",
            "SETUID",
            "SYSLOG",
            "SYS_ADMIN",
            "SYS_BOOT",
            "SYS_CHROOT",
            "SYS_MODULE",
            "SYS_NICE",
            "SYS_PACCT",
            "SYS_PTRACE",
            "SYS_RAWIO",
            "SYS_RESOURCE",
            "SYS_TIME",
            "SYS_TTY_CONFIG",
            "WAKE_ALARM");

    private Names() {}

    /** RFC 1123, and underscores, which Docker lets pass. */
    static String hostname(String text) throws Malformed {
        if (text.length() > 253 || !List.of(text.split("\\.", -1)).stream().allMatch(label -> label.matches(LABEL))) {
            throw new Malformed(
                    "not a host name: `" + text + "`",
                    "labels of letters, digits and inner `-`, joined by dots (RFC 1123)");
        }
        return text;
    }

    static String container(String text) throws Malformed {
        if (text.length() > 255 || !text.matches("[a-zA-Z0-9][a-zA-Z0-9_.-]+")) {
            throw new Malformed(
                    "not a container name: `" + text + "`",
                    "two or more letters, digits, `_`, `.`, `-`, the first a letter or digit");
        }
        return text;
    }

    /** Only what no registry can mean is refused; the runtime parses references. */
    static String image(String text) throws Malformed {
        if (text.isBlank() || text.length() > 1024 || text.chars().anyMatch(c -> c <= ' ')) {
            throw new Malformed(
                    "not an image reference: `" + text + "`", "as in nginx:1.27 or ghcr.io/owner/app@sha256:...");
        }
        return text;
    }

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

    static String ipv4(String text) throws Malformed {
        if (Addresses.ipv4(text).isEmpty()) {
            throw new Malformed("not an IPv4 address: `" + text + "`");
        }
        return text;
    }

    static String ipv6(String text) throws Malformed {
        if (!Addresses.isIpv6(text)) {
            throw new Malformed("not an IPv6 address: `" + text + "`");
        }
        return text;
    }

    static String ip(String text) throws Malformed {
        if (!Addresses.isIp(text)) {
            throw new Malformed("invalid IP address: `" + text + "`");
        }
        return text;
    }

    static String mac(String text) throws Malformed {
        if (!text.matches("[0-9a-fA-F]{2}([:-][0-9a-fA-F]{2}){5}")) {
            throw new Malformed("not a MAC address: `" + text + "`", "six bytes in hex, as in 02:42:ac:11:00:02");
        }
        return text.toLowerCase(Locale.ROOT).replace('-', ':');
    }

    /** Of the kernel: at most 15 bytes, no blank, no slash. */
    static String networkInterface(String text) throws Malformed {
        if (!text.matches("[^\\s/:]{1,15}") || text.equals(".") || text.equals("..")) {
            throw new Malformed(
                    "not the name of a network interface: `" + text + "`", "as in eth0, at most 15 letters");
        }
        return text;
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

    /** {@code OS[/ARCHITECTURE[/VARIANT]]}. */
    static String platform(String text) throws Malformed {
        if (!text.matches("[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+){0,2}")) {
            throw new Malformed("not a platform: `" + text + "`", "as in linux/amd64 or linux/arm/v7");
        }
        return text;
    }

    static String pullPolicy(String text) throws Malformed {
        if (text.startsWith("every_")) {
            Durations.parse(text.substring("every_".length()));
            return text;
        }
        List<String> words =
                List.of("always", "never", "missing", "if_not_present", "build", "daily", "weekly", "refresh");
        if (!words.contains(text)) {
            throw new Malformed(
                    "unknown pull policy `" + text + "`",
                    Nearest.hint(text, words).orElse(String.join(", ", words) + ", or every_ and a duration"));
        }
        return text.equals("if_not_present") ? "missing" : text;
    }

    /** {@code SERVICE[:ro]} or {@code container:NAME[:ro]}; {@code rw} says nothing. */
    static String volumesFrom(String text) throws Malformed {
        String bare = text.endsWith(":rw") ? text.substring(0, text.length() - 3) : text;
        if (!bare.matches("(container:)?[a-zA-Z0-9][a-zA-Z0-9_.-]*(:ro)?")) {
            throw new Malformed("not SERVICE[:ro]: `" + text + "`", "a service, or container:NAME, and ro or rw");
        }
        return bare;
    }

    /** A name of a network, volume, secret, container. */
    static String resource(String name) throws Malformed {
        if (name.length() > 255 || !name.matches("[a-zA-Z0-9][a-zA-Z0-9_.-]*")) {
            throw new Malformed(
                    "not a name: `" + name + "`", "letters, digits, `_`, `.`, `-`, the first a letter or digit");
        }
        return name;
    }

    /** CIDR form, IPv4 or IPv6. */
    static String anySubnet(String text) throws Malformed {
        int slash = text.indexOf('/');
        boolean ipv6 = slash > 0
                && Addresses.isIpv6(text.substring(0, slash))
                && text.substring(slash + 1).matches("[0-9]|[1-9][0-9]|1[01][0-9]|12[0-8]");
        if (!ipv6 && Addresses.range(text).isEmpty()) {
            throw new Malformed("not a subnet: `" + text + "`", "as in 10.5.0.0/24 or fd00::/64");
        }
        return text;
    }

    static String subnet(String text) throws Malformed {
        if (Addresses.range(text).isEmpty()) {
            throw new Malformed(
                    "not an IPv4 subnet: `" + text + "`",
                    "write the first address and the prefix length, as in 10.5.0.0/24");
        }
        return text;
    }
}
