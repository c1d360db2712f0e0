package io.jcompose.runtime.build.dockerfile;

/** The value of a variable, of which patterns take parts away. */
final class Patterned {
    /** Characters; finding a pattern takes the square of them. */
    private static final int LONGEST = 16_384;

    private final String value;
    private final int[] points;

    Patterned(String name, String value) throws Malformed {
        if (value.length() > LONGEST) {
            throw new Malformed(
                    "the value of '" + name + "' is longer than " + LONGEST + " characters: too long for a pattern");
        }
        this.value = value;
        this.points = value.codePoints().toArray();
    }

    String trimmed(WildcardPattern pattern, boolean fromStart, boolean longest) {
        if (fromStart) {
            int end = pattern.end(points, 0, longest);
            return end < 0 ? value : text(end, points.length);
        }
        int[] turned = new int[points.length];
        for (int i = 0; i < points.length; i++) {
            turned[i] = points[points.length - 1 - i];
        }
        int end = pattern.reversed().end(turned, 0, longest);
        return end < 0 ? value : text(0, points.length - end);
    }

    String replaced(WildcardPattern pattern, String replacement, boolean all) {
        StringBuilder result = new StringBuilder();
        int at = 0;
        while (at <= points.length) {
            int end = pattern.end(points, at, true);
            if (end >= 0) {
                result.append(replacement);
                if (!all) {
                    return result.append(text(end, points.length)).toString();
                }
            }
            if (end > at) {
                at = end;
                if (at == points.length) {
                    break;
                }
            } else {
                if (at < points.length) {
                    result.appendCodePoint(points[at]);
                }
                at++;
            }
        }
        return result.toString();
    }

    private String text(int from, int to) {
        return new String(points, from, to - from);
    }
}
