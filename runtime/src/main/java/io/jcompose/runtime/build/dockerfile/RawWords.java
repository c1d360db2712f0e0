package io.jcompose.runtime.build.dockerfile;

import java.util.ArrayList;
import java.util.List;

/** Splits a line at blanks that are neither quoted nor escaped; quotes and escape characters stay in the words. */
final class RawWords {
    /** One word and where it begins. */
    record Word(String text, int offset) {}

    private RawWords() {}

    static List<Word> of(String line, int from, char escape) {
        List<Word> words = new ArrayList<>();
        int start = -1;
        char quote = 0;
        for (int i = from; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote == 0 && Character.isWhitespace(c)) {
                if (start >= 0) {
                    words.add(new Word(line.substring(start, i), start));
                    start = -1;
                }
                continue;
            }
            if (start < 0) {
                start = i;
            }
            if (c == escape && quote != '\'' && i + 1 < line.length()) {
                i++;
            } else if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
            } else if (c == quote) {
                quote = 0;
            }
        }
        if (start >= 0) {
            words.add(new Word(line.substring(start), start));
        }
        return words;
    }
}
