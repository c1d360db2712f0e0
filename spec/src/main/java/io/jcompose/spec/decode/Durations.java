package io.jcompose.spec.decode;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Go and the Compose Specification write them: {@code 1m30s}, {@code 1.5h}, {@code 250ms}. */
public final class Durations {
    private static final Pattern PART =
            Pattern.compile("([0-9]{1,18}(?:\\.[0-9]{0,18})?|\\.[0-9]{1,18})(ns|us|µs|ms|s|m|h|d|w)");
    private static final Map<String, Long> NANOS = Map.of(
            "ns", 1L,
            "us", 1_000L,
            "µs", 1_000L,
            "ms", 1_000_000L,
            "s", 1_000_000_000L,
            "m", 60_000_000_000L,
            "h", 3_600_000_000_000L,
            "d", 86_400_000_000_000L,
            "w", 604_800_000_000_000L);
    private static final String HINT = "write a number and a unit, as in 1m30s, 500ms, 2h";

    private Durations() {}

    /** A duration of 0 up to 292 years; a bare number is refused except 0. */
    public static Duration parse(String text) throws Malformed {
        if (text.equals("0")) {
            return Duration.ZERO;
        }
        if (text.startsWith("-")) {
            throw new Malformed("a duration must not be negative: `" + text + "`");
        }
        String rest = text.startsWith("+") ? text.substring(1) : text;
        Matcher parts = PART.matcher(rest);
        BigDecimal nanos = BigDecimal.ZERO;
        int end = 0;
        while (end < rest.length() && parts.find(end) && parts.start() == end) {
            BigDecimal unit = BigDecimal.valueOf(NANOS.getOrDefault(parts.group(2), 0L));
            nanos = nanos.add(new BigDecimal(parts.group(1)).multiply(unit));
            end = parts.end();
        }
        if (end == 0 || end < rest.length()) {
            throw new Malformed("not a duration: `" + text + "`", HINT);
        }
        if (nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw new Malformed("too long a duration: `" + text + "`");
        }
        return Duration.ofNanos(nanos.longValue());
    }

    /** Go's spelling: {@code 1m30s}, {@code 1.5s}, {@code 250ms}, {@code 0s}. */
    public static String print(Duration duration) {
        long nanos = duration.toNanos();
        if (nanos == 0) {
            return "0s";
        }
        if (nanos < 1_000_000_000L) {
            String unit = nanos < 1_000 ? "ns" : nanos < 1_000_000 ? "us" : "ms";
            return decimal(nanos, NANOS.getOrDefault(unit, 1L)) + (unit.equals("us") ? "µs" : unit);
        }
        long hours = duration.toHours();
        long minutes = duration.toMinutesPart();
        String seconds = decimal(nanos % 60_000_000_000L, 1_000_000_000L) + "s";
        String low = hours > 0 || minutes > 0 ? minutes + "m" + seconds : seconds;
        return hours > 0 ? hours + "h" + low : low;
    }

    private static String decimal(long nanos, long unit) {
        BigDecimal value = BigDecimal.valueOf(nanos).divide(BigDecimal.valueOf(unit));
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }
}
