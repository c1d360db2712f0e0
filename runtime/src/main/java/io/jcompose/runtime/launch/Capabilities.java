package io.jcompose.runtime.launch;

import java.util.Map;
import java.util.Set;

/** Capabilities by name, and as bits of their numbers (capabilities(7), include/uapi/linux/capability.h). */
final class Capabilities {
    /** The fourteen that Docker leaves to root of a container, with their numbers. */
    private static final Map<String, Integer> NUMBERS = Map.ofEntries(
            Map.entry("CAP_CHOWN", 0),
            Map.entry("CAP_DAC_OVERRIDE", 1),
            Map.entry("CAP_FOWNER", 3),
            Map.entry("CAP_FSETID", 4),
            Map.entry("CAP_KILL", 5),
            Map.entry("CAP_SETGID", 6),
            Map.entry("CAP_SETUID", 7),
            Map.entry("CAP_SETPCAP", 8),
            Map.entry("CAP_NET_BIND_SERVICE", 10),
            Map.entry("CAP_NET_RAW", 13),
            Map.entry("CAP_SYS_CHROOT", 18),
            Map.entry("CAP_MKNOD", 27),
            Map.entry("CAP_AUDIT_WRITE", 29),
            Map.entry("CAP_SETFCAP", 31));

    static final Set<String> DOCKER_NAMES = NUMBERS.keySet();

    static final long DOCKER =
            NUMBERS.values().stream().mapToLong(number -> 1L << number).sum();

    private Capabilities() {}
}
