package io.jcompose.runtime.layer;

import java.nio.charset.StandardCharsets;

/** Names that strangers chose, as they may stand in a sentence. */
final class Shown {
    private static final int LONGEST = 120;

    private Shown() {}

    /** In quotes, as UTF-8, without control characters, shortened. */
    static String name(String latin) {
        String text = new String(latin.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        String shortened = text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
        StringBuilder shown = new StringBuilder("'");
        shortened.codePoints().forEach(c -> shown.appendCodePoint(isPlain(c) ? c : '?'));
        return shown.append('\'').toString();
    }

    private static boolean isPlain(int c) {
        int type = Character.getType(c);
        return !Character.isISOControl(c)
                && type != Character.FORMAT
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR
                && type != Character.SURROGATE;
    }
}
