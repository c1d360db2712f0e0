package io.jcompose.spec.decode;

import java.util.ArrayList;
import java.util.List;

/** Splits a command line into words as a shell would, without running one: quotes and backslashes only. */
final class ShellWords {
    /** The kernel takes 128 KiB for one argument, and 2 MiB for all. */
    private static final int LONGEST = 1 << 20;

    private final String line;
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean open;

    private ShellWords(String line) {
        this.line = line;
    }

    static List<String> split(String line) throws Malformed {
        if (line.length() > LONGEST) {
            throw new Malformed("a command line of " + line.length() + " characters: no program takes one that long");
        }
        ShellWords split = new ShellWords(line);
        split.run();
        return split.words;
    }

    private void run() throws Malformed {
        int at = 0;
        while (at < line.length()) {
            char c = line.charAt(at);
            if (c == '\'' || c == '"') {
                at = quoted(at, c);
            } else if (c == '\\' && at + 1 < line.length()) {
                take(line.charAt(at + 1));
                at += 2;
            } else {
                unquoted(c);
                at++;
            }
        }
        end();
    }

    private void unquoted(char c) {
        if (Character.isWhitespace(c)) {
            end();
        } else {
            take(c);
        }
    }

    /** Takes what stands between quotes, and returns the index behind the second one. */
    private int quoted(int start, char quote) throws Malformed {
        open = true;
        int at = start + 1;
        while (at < line.length() && line.charAt(at) != quote) {
            boolean escape = quote == '"' && line.charAt(at) == '\\' && at + 1 < line.length();
            boolean needed = escape && "\"\\$`\n".indexOf(line.charAt(at + 1)) >= 0;
            at = needed ? at + 1 : at;
            take(line.charAt(at));
            at++;
        }
        if (at == line.length()) {
            throw new Malformed("unterminated " + quote + " in the command line", "write the command as a list");
        }
        return at + 1;
    }

    private void take(char c) {
        open = true;
        word.append(c);
    }

    private void end() {
        if (open) {
            words.add(word.toString());
        }
        word.setLength(0);
        open = false;
    }
}
