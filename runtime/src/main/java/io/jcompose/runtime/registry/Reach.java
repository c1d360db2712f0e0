package io.jcompose.runtime.registry;

import java.net.Inet4Address;
import java.net.InetAddress;

/** Who can be reached at an address, from anybody to nobody else: what a registry may lead to depends on it. */
enum Reach {
    PUBLIC,
    /** RFC 1918, RFC 6598, RFC 4193. */
    PRIVATE,
    LOOPBACK,
    /** Link-local (where clouds keep a machine's secrets), multicast, unspecified, IPv4 inside IPv6: no registry's. */
    NOBODY;

    static Reach of(InetAddress address) {
        if (address.isLoopbackAddress()) {
            return LOOPBACK;
        }
        if (address.isAnyLocalAddress() || address.isLinkLocalAddress() || address.isMulticastAddress()) {
            return NOBODY;
        }
        byte[] bytes = address.getAddress();
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        if (address instanceof Inet4Address) {
            return first == 0 || first >= 240
                    ? NOBODY
                    : address.isSiteLocalAddress() || (first == 100 && (second & 0xc0) == 64) ? PRIVATE : PUBLIC;
        }
        boolean embedded = first == 0 || (first == 0x20 && second == 0x02);
        if (embedded) {
            return NOBODY;
        }
        return (first & 0xfe) == 0xfc || address.isSiteLocalAddress() ? PRIVATE : PUBLIC;
    }
}
