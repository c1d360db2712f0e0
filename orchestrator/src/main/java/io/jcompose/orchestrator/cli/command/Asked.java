package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.cli.screen.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A question on the terminal; no answer is no. */
final class Asked {
    private static final int LONGEST = 80;

    private Asked() {}

    static boolean yes(Console console, String question) throws IOException {
        console.err().print(question + " [y/N] ");
        console.err().flush();
        StringBuilder answer = new StringBuilder();
        for (int next = console.in().read();
                next >= 0 && next != '\n';
                next = console.in().read()) {
            if (answer.length() < LONGEST) {
                answer.append(new String(new byte[] {(byte) next}, StandardCharsets.ISO_8859_1));
            }
        }
        String word = answer.toString().strip().toLowerCase(Locale.ROOT);
        return word.equals("y") || word.equals("yes");
    }
}
