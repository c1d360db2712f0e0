package io.jcompose.spec.yaml;

import io.jcompose.spec.yaml.Node.Kind;
import io.jcompose.spec.yaml.Node.ScalarNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a plain scalar is: YAML 1.2's core schema (section 10.3.2), as the reference loader has it. So {@code 22:22},
 * {@code on} and {@code 2001-12-14} are strings.
 */
public final class CoreSchema {
    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
    private static final Set<String> BOOLS = Set.of("true", "True", "TRUE", "false", "False", "FALSE");
    private static final Pattern INT = Pattern.compile("[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+");
    private static final Pattern FLOAT = Pattern.compile(
            "[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?" + "|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");
    private static final Pattern OCTAL = Pattern.compile("([-+]?)0o?([0-7]+)");
    private static final int LONGEST_NUMBER = 64;

    private CoreSchema() {}

    public static Kind kind(String text) {
        if (NULLS.contains(text)) {
            return Kind.NULL;
        }
        if (BOOLS.contains(text)) {
            return Kind.BOOL;
        }
        if (text.length() > LONGEST_NUMBER || "+-.0123456789".indexOf(text.charAt(0)) < 0) {
            return Kind.STRING;
        }
        if (INT.matcher(text).matches()) {
            return Kind.INT;
        }
        return FLOAT.matcher(text).matches() ? Kind.FLOAT : Kind.STRING;
    }

    /**
     * The text of a scalar where any scalar may stand for a text (environment, labels). The reference loader prints the
     * number that it read: {@code 0123} becomes {@code 83}, {@code 1.50} becomes {@code 1.5}.
     */
    public static String asText(ScalarNode scalar) {
        return switch (scalar.kind()) {
            case INT -> integer(scalar.text());
            case FLOAT -> decimal(scalar.text());
            case BOOL -> scalar.text().toLowerCase(java.util.Locale.ROOT);
            case STRING, NULL -> scalar.text();
        };
    }

    private static String integer(String text) {
        if (text.startsWith("0x")) {
            return new BigInteger(text.substring(2), 16).toString();
        }
        var octal = OCTAL.matcher(text);
        if (octal.matches()) {
            return new BigInteger(octal.group(1) + octal.group(2), 8).toString();
        }
        return new BigInteger(text).toString();
    }

    /** Go's {@code %v} of a float64: shortest digits, an exponent below 1e-4 and from 1e21. */
    private static String decimal(String text) {
        if (text.matches("[-+]?\\.[iInN].*")) {
            return text.startsWith("-")
                    ? "-Inf"
                    : text.toLowerCase(java.util.Locale.ROOT).contains("nan") ? "NaN" : "+Inf";
        }
        double value = Double.parseDouble(text);
        if (value == 0 || Double.isInfinite(value)) {
            return value == 0 ? "0" : text;
        }
        BigDecimal exact = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        int exponent = exact.precision() - exact.scale() - 1;
        if (exponent >= -4 && exponent < 21) {
            return exact.toPlainString();
        }
        String digits = exact.unscaledValue().toString();
        int lead = digits.startsWith("-") ? 2 : 1;
        String fraction = digits.length() > lead ? "." + digits.substring(lead) : "";
        return digits.substring(0, lead)
                + fraction
                + String.format("e%s%02d", exponent < 0 ? "-" : "+", Math.abs(exponent));
    }
}
