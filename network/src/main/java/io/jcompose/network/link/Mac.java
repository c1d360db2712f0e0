package io.jcompose.network.link;

import java.util.HexFormat;

/** Hardware addresses: a function of the IPv4 address, so that a reused address meets a neighbour's cache as a friend. */
public final class Mac {
    private static final HexFormat COLONS = HexFormat.ofDelimiter(":");

    private Mac() {}

    /** A locally administered address, as Docker makes it: 02:42 and the four bytes. */
    public static String of(int ipv4) {
        return COLONS.formatHex(
                new byte[] {2, 0x42, (byte) (ipv4 >> 24), (byte) (ipv4 >> 16), (byte) (ipv4 >> 8), (byte) ipv4});
    }

    static byte[] bytes(String mac) {
        return COLONS.parseHex(mac);
    }

    static String format(byte[] mac) {
        return COLONS.formatHex(mac);
    }
}
