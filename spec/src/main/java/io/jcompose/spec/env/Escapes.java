package io.jcompose.spec.env;

/** Backslash sequences of double-quoted values. */
final class Escapes {
    private static final String LETTERS = "abfnrtv";
    private static final String MEANINGS = "\u0007\b\f\n\r\t\u000b";

    private Escapes() {}

    /** Resolves the sequences; {@code \$} becomes {@code $$}, so that {@link Template} keeps the dollar. */
    static String toTemplate(String quoted) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < quoted.length()) {
            char c = quoted.charAt(at);
            if (c != '\\' || at + 1 == quoted.length()) {
                out.append(c);
                at++;
            } else {
                at = sequence(quoted, at + 1, out);
            }
        }
        return out.toString();
    }

    private static int sequence(String quoted, int at, StringBuilder out) {
        char c = quoted.charAt(at);
        int letter = LETTERS.indexOf(c);
        if (letter >= 0) {
            out.append(MEANINGS.charAt(letter));
        } else if (c == '$') {
            out.append("$$");
        } else if (c == '\\' || c == '"') {
            out.append(c);
        } else if (c == '0') {
            return octal(quoted, at + 1, out);
        } else {
            out.append('\\').append(c);
        }
        return at + 1;
    }

    /** Up to three octal digits behind {@code \0}. */
    private static int octal(String quoted, int from, StringBuilder out) {
        int value = 0;
        int at = from;
        while (at < quoted.length() && at < from + 3 && quoted.charAt(at) >= '0' && quoted.charAt(at) <= '7') {
            value = value * 8 + quoted.charAt(at) - '0';
            at++;
        }
        out.append((char) value);
        return at;
    }
}
