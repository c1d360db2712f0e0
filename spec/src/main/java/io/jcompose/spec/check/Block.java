package io.jcompose.spec.check;

import io.jcompose.spec.decode.Addresses;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Addresses that follow each other: a subnet, or a single one.
 *
 * @param bits 32 for IPv4, 128 for IPv6
 */
record Block(int bits, BigInteger first, BigInteger last) {
    private static final int IPV4 = 32;
    private static final int IPV6 = 128;

    /** Of {@code 10.5.0.0/24}, {@code fd00::/64}, {@code 10.5.0.7} or {@code fd00::7}; empty for anything else. */
    static Optional<Block> of(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        int bits = address.contains(":") ? IPV6 : IPV4;
        String prefix = slash < 0 ? Integer.toString(bits) : text.substring(slash + 1);
        if (!Addresses.isIp(address) || !prefix.matches("[0-9]{1,3}") || Integer.parseInt(prefix) > bits) {
            return Optional.empty();
        }
        int below = bits - Integer.parseInt(prefix);
        BigInteger first = number(address).shiftRight(below).shiftLeft(below);
        return Optional.of(new Block(
                bits, first, first.add(BigInteger.ONE.shiftLeft(below)).subtract(BigInteger.ONE)));
    }

    private static BigInteger number(String address) {
        int gap = address.indexOf("::");
        List<Long> groups = groups(gap < 0 ? address : address.substring(0, gap));
        List<Long> behind = gap < 0 ? List.of() : groups(address.substring(gap + 2));
        while (gap >= 0 && groups.size() + behind.size() < IPV6 / 16) {
            groups.add(0L);
        }
        groups.addAll(behind);
        BigInteger number = BigInteger.ZERO;
        for (long group : groups) {
            number = number.shiftLeft(16).or(BigInteger.valueOf(group));
        }
        return number;
    }

    /** Of 16 bits each; an IPv4 address, or such a tail, has two. */
    private static List<Long> groups(String text) {
        List<Long> groups = new ArrayList<>();
        for (String part : text.isEmpty() ? new String[0] : text.split(":")) {
            Optional<Long> ipv4 = Addresses.ipv4(part);
            ipv4.ifPresentOrElse(
                    number -> groups.addAll(List.of(number >> 16, number & 0xffff)),
                    () -> groups.add(Long.parseLong(part, 16)));
        }
        return groups;
    }

    boolean isIpv6() {
        return bits == IPV6;
    }

    boolean contains(Block other) {
        return bits == other.bits && first.compareTo(other.first) <= 0 && other.last.compareTo(last) <= 0;
    }

    boolean overlaps(Block other) {
        return bits == other.bits && first.compareTo(other.last) <= 0 && other.first.compareTo(last) <= 0;
    }
}
