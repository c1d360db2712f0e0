package io.jcompose.network.address;

import java.nio.ByteBuffer;

/** IPv4 addresses as integers, most significant byte first. */
public final class Ipv4 {
    private Ipv4() {}

    /**
     * Reads four decimal numbers between dots.
     *
     * @throws IllegalArgumentException with a sentence for the user
     */
    public static int parse(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            throw notAnAddress(text);
        }
        int address = 0;
        for (String part : parts) {
            if (!part.matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(part) > 255) {
                throw notAnAddress(text);
            }
            address = address << 8 | Integer.parseInt(part);
        }
        return address;
    }

    public static String format(int address) {
        return (address >>> 24) + "." + (address >> 16 & 0xff) + "." + (address >> 8 & 0xff) + "." + (address & 0xff);
    }

    /** Four bytes as they stand in packets. */
    public static byte[] bytes(int address) {
        return ByteBuffer.allocate(4).putInt(address).array();
    }

    /** Reads four bytes as they stand in packets. */
    public static int of(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getInt();
    }

    private static IllegalArgumentException notAnAddress(String text) {
        return new IllegalArgumentException("'" + text + "' is not an IPv4 address");
    }
}
