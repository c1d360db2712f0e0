package io.jcompose.spec.decode;

import java.util.Locale;

/** Texts that are addresses, in canonical form. */
final class AddressForms {
    private AddressForms() {}

    static String mac(String text) throws Malformed {
        if (!text.matches("[0-9a-fA-F]{2}([:-][0-9a-fA-F]{2}){5}")) {
            throw new Malformed("not a MAC address: `" + text + "`", "six bytes in hex, as in 02:42:ac:11:00:02");
        }
        return text.toLowerCase(Locale.ROOT).replace('-', ':');
    }

    static String ip(String text) throws Malformed {
        if (!Addresses.isIp(text)) {
            throw new Malformed("invalid IP address: `" + text + "`");
        }
        return text;
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
