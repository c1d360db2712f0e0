package io.jcompose.runtime.build.dockerfile;

import java.util.ArrayList;
import java.util.List;

/** Collects a text, and the words that it falls into. */
final class Words {
    private final StringBuilder whole = new StringBuilder();
    private final StringBuilder word = new StringBuilder();
    private final List<String> words = new ArrayList<>();
    private boolean inWord;

    /** @param splits whether blanks end a word: outside of quotes */
    void add(String text, boolean splits) {
        whole.append(text);
        if (!splits) {
            word.append(text);
            inWord = true;
            return;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isWhitespace(c)) {
                end();
            } else {
                word.append(c);
                inWord = true;
            }
        }
    }

    private void end() {
        if (inWord) {
            words.add(word.toString());
            word.setLength(0);
            inWord = false;
        }
    }

    int length() {
        return whole.length();
    }

    String text() {
        return whole.toString();
    }

    List<String> words() {
        end();
        return List.copyOf(words);
    }
}
