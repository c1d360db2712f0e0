package io.jcompose.spec.decode;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Literal addresses; nothing here asks a resolver. */
public final class Addresses {
    private static final Pattern CIDR = Pattern.compile("([0-9.]+)/([0-9]{1,2})");

    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,3}");
    private static final Pattern HEXADECIMAL = Pattern.compile("[0-9a-fA-F]{1,4}");

    private Addresses() {}

    public static boolean isIp(String text) {
        return ipv4(text).isPresent() || isIpv6(text);
    }

    /** The address as an unsigned 32-bit number. */
    public static Optional<Long> ipv4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return Optional.empty();
        }
        long value = 0;
        for (String part : parts) {
            if (!DECIMAL.matcher(part).matches() || Integer.parseInt(part) > 255) {
                return Optional.empty();
            }
            value = value << 8 | Integer.parseInt(part);
        }
        return Optional.of(value);
    }

    /** An IPv4 network: its first address and its size. */
    public record Range(long first, long size) {
        public boolean contains(long address) {
            return address >= first && address < first + size;
        }

        public boolean overlaps(Range other) {
            return first < other.first + other.size && other.first < first + size;
        }
    }

    /** {@code 10.1.0.0/24}; empty for anything else, also when the address has bits outside of the prefix. */
    public static Optional<Range> range(String text) {
        Matcher match = CIDR.matcher(text);
        if (!match.matches() || Integer.parseInt(match.group(2)) > 32) {
            return Optional.empty();
        }
        long size = 1L << (32 - Integer.parseInt(match.group(2)));
        return ipv4(match.group(1)).filter(first -> first % size == 0).map(first -> new Range(first, size));
    }

    static boolean isIpv6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            return groups(text) == 8;
        }
        String tail = text.substring(gap + 2);
        int head = gap == 0 ? 0 : groups(text.substring(0, gap));
        int rest = tail.isEmpty() ? 0 : groups(tail);
        return head >= 0
                && rest >= 0
                && head + rest < 8
                && !text.substring(0, gap).contains(".");
    }

    /** The count of 16-bit groups, an IPv4 tail counting for two; far below 0 when some group is malformed. */
    private static int groups(String text) {
        String[] parts = text.split(":", -1);
        int count = parts.length;
        for (int i = 0; i < parts.length; i++) {
            boolean tail = i == parts.length - 1 && ipv4(parts[i]).isPresent();
            if (!tail && !HEXADECIMAL.matcher(parts[i]).matches()) {
                return -100;
            }
            count += tail ? 1 : 0;
        }
        return count;
    }
}
