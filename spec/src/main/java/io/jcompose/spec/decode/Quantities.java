package io.jcompose.spec.decode;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Amounts: bytes, CPUs, whole numbers, permission bits. */
public final class Quantities {
    private static final Pattern BYTES = Pattern.compile("([0-9]{1,20}(?:\\.[0-9]{0,9})?) ?([kmgtp]?)(i?)(b?)");
    private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9]{1,40}(\\.[0-9]{0,40})?|[-+]?\\.[0-9]{1,40}");
    private static final BigDecimal BILLION = BigDecimal.valueOf(1_000_000_000);
    private static final BigDecimal MOST_CPUS = BigDecimal.valueOf(1_000_000);
    private static final String UNITS = "kmgtp";

    private Quantities() {}

    /** {@code 512m}, {@code 1.5gb}, {@code 2GiB}, {@code 1024}; units are powers of 1024. */
    public static long bytes(String text) throws Malformed {
        Matcher match = BYTES.matcher(text.toLowerCase(Locale.ROOT));
        boolean unitless = match.matches() && match.group(2).isEmpty();
        if (!match.matches() || (unitless && !match.group(3).isEmpty())) {
            throw new Malformed(
                    "not a size in bytes: `" + text + "`", "write a number and a unit, as in 512m, 1.5g, 4096");
        }
        int power = unitless ? 0 : UNITS.indexOf(match.group(2)) + 1;
        BigDecimal bytes = new BigDecimal(match.group(1)).multiply(BigDecimal.valueOf(1L << (10 * power)));
        if (bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw new Malformed("too large a size: `" + text + "`", "the largest is " + Long.MAX_VALUE + " bytes");
        }
        return bytes.longValue();
    }

    /** The same for a limit of memory, where -1 is none, which is 0 here. */
    static long memory(String text) throws Malformed {
        return text.equals("-1") ? 0 : bytes(text);
    }

    /** CPUs in billionths: {@code 1.5} is 1,500,000,000. */
    public static long nanoCpus(String text) throws Malformed {
        if (!NUMBER.matcher(text).matches()) {
            throw new Malformed("not a number of CPUs: `" + text + "`", "write a decimal number, as in 0.5");
        }
        BigDecimal cpus = new BigDecimal(text);
        if (cpus.signum() < 0 || cpus.compareTo(MOST_CPUS) > 0) {
            throw new Malformed("CPUs must be between 0 and " + MOST_CPUS + ", not `" + text + "`");
        }
        return cpus.multiply(BILLION).longValue();
    }

    public static String printCpus(long nanoCpus) {
        return BigDecimal.valueOf(nanoCpus).divide(BILLION).stripTrailingZeros().toPlainString();
    }

    /** A number from {@code least} to {@code most}. */
    public static BigDecimal decimal(String text, BigDecimal least, BigDecimal most) throws Malformed {
        if (!NUMBER.matcher(text).matches()) {
            throw new Malformed("must be a number, not `" + text + "`");
        }
        BigDecimal value = new BigDecimal(text);
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new Malformed("must be between " + least + " and " + most + ", not " + text);
        }
        return value;
    }

    /** A whole number from {@code least} to {@code most}. */
    public static long integer(String text, long least, long most) throws Malformed {
        if (!NUMBER.matcher(text).matches() || text.contains(".")) {
            throw new Malformed("must be a whole number, not `" + text + "`");
        }
        BigInteger value = new BigInteger(text);
        if (value.compareTo(BigInteger.valueOf(least)) < 0) {
            throw new Malformed("must be greater than or equal to " + least + ", not " + text);
        }
        if (value.compareTo(BigInteger.valueOf(most)) > 0) {
            throw new Malformed("must be less than or equal to " + most + ", not " + text);
        }
        return value.longValue();
    }

    /** Permission bits in octal, {@code 0440}, {@code 0o440} or {@code 440}. */
    public static int mode(String text) throws Malformed {
        String digits = text.startsWith("0o") ? text.substring(2) : text;
        if (!digits.matches("0*[0-7]{1,4}")) {
            throw new Malformed("not a file mode: `" + text + "`", "write it in octal, as in 0755");
        }
        return Integer.parseInt(digits, 8);
    }
}
