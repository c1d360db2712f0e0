package io.jcompose.spec;

import org.jspecify.annotations.Nullable;

/**
 * A published port (compose-spec, ports).
 *
 * @param hostIp address of the host to bind, or null for all
 * @param published first host port, or 0 for one that is free
 * @param publishedEnd last host port of a range from which one free port is taken, else equal to {@code published}
 * @param target container port, 1 to 65535
 * @param protocol tcp, udp or sctp
 */
public record Port(@Nullable String hostIp, int published, int publishedEnd, int target, Protocol protocol) {
    /** Transport protocol of a port. */
    public enum Protocol {
        TCP,
        UDP,
        SCTP;

        /** The word in files and on the screen. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
