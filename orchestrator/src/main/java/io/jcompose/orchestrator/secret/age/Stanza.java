package io.jcompose.orchestrator.secret.age;

import java.util.Base64;
import java.util.List;

/** One way to the key of a file: the words of its first line, and the wrapped key. */
@SuppressWarnings("ArrayRecordComponent") // only handed on
record Stanza(List<String> words, byte[] body) {
    private static final int COLUMNS = 64;

    String text() {
        StringBuilder text =
                new StringBuilder("-> ").append(String.join(" ", words)).append('\n');
        String body64 = Base64.getEncoder().withoutPadding().encodeToString(body);
        int at = 0;
        // The last line is shorter than the others, if need be empty: so a reader knows that it is the last.
        for (; body64.length() - at >= COLUMNS; at += COLUMNS) {
            text.append(body64, at, at + COLUMNS).append('\n');
        }
        return text.append(body64.substring(at)).append('\n').toString();
    }
}
