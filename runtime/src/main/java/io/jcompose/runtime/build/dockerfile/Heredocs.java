package io.jcompose.runtime.build.dockerfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the documents that a line announces: {@code <<EOF}, {@code <<-EOF}, {@code 3<<'EOF'}. */
final class Heredocs {
    private static final Pattern WORD = Pattern.compile("(\\d*+)<<(-?)\\s*+([^<]*+)");
    private static final Pattern BARE = Pattern.compile("\\d*+<<-?");
    /** Of the shell, whatever the file's escape character is. */
    private static final char ESCAPE = '\\';

    private Heredocs() {}

    /** The announced documents, still without content. */
    static List<Heredoc> announced(String line, int from) throws Malformed {
        List<Heredoc> found = new ArrayList<>();
        List<RawWords.Word> words = RawWords.of(line, from, ESCAPE);
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i).text();
            if (BARE.matcher(word).matches() && i + 1 < words.size()) {
                word += words.get(++i).text();
            }
            announced(word).ifPresent(found::add);
        }
        return found;
    }

    static Optional<Heredoc> announced(String word) throws Malformed {
        Matcher matcher = WORD.matcher(word);
        if (!matcher.matches() || matcher.group(3).isEmpty()) {
            return Optional.empty();
        }
        String written = matcher.group(3);
        // A dollar is a character of the name.
        List<String> names = new Expansion(ESCAPE, Map.of()).words(written.replace("$", "\\$"));
        if (names.size() != 1) {
            return Optional.empty();
        }
        boolean quoted = written.replace("\\'", "").replace("\\\"", "").matches("(?s).*['\"].*");
        return Optional.of(
                new Heredoc(names.get(0), "", !quoted, !matcher.group(2).isEmpty()));
    }
}
