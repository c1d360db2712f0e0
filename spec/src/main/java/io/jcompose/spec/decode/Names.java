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

    static String subnet(String text) throws Malformed {
        if (text.contains(":")) {
            throw new Malformed("IPv6 subnets are part of the Compose Specification but not built into jcompose yet");
        }
        if (Addresses.range(text).isEmpty()) {
            throw new Malformed(
                    "not an IPv4 subnet: `" + text + "`",
                    "write the first address and the prefix length, as in 10.5.0.0/24");
        }
        return text;
    }
}
