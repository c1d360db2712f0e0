package io.jcompose.runtime.build.dockerfile;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parser directives: the comments {@code # syntax=}, {@code # escape=} and {@code # check=} before anything else.
 *
 * @param escape the character that continues a line and takes away a meaning
 * @param syntax an image of another parser, which is not used; empty when none is named
 */
public record Directives(char escape, String syntax) {
    private static final Pattern DIRECTIVE =
            Pattern.compile("#[ \t]*+([a-zA-Z][a-zA-Z0-9]*+)[ \t]*+=[ \t]*+(.+)", Pattern.DOTALL);
    private static final Set<String> KNOWN = Set.of("syntax", "escape", "check");

    static Directives read(List<String> lines, Mistakes mistakes) {
        char escape = '\\';
        String syntax = "";
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < lines.size(); i++) {
            Matcher matcher = DIRECTIVE.matcher(lines.get(i).strip());
            if (!matcher.matches()) {
                break;
            }
            String name = matcher.group(1).toLowerCase(Locale.ROOT);
            String value = matcher.group(2).strip();
            Place place = new Place(i + 1, 1);
            if (!KNOWN.contains(name)) {
                break;
            }
            if (!seen.add(name)) {
                mistakes.add(place, "the parser directive '" + name + "' stands here a second time");
            } else if (name.equals("syntax")) {
                syntax = value;
            } else if (name.equals("escape")) {
                if (!value.equals("\\") && !value.equals("`")) {
                    mistakes.add(place, "the directive 'escape' must be \\ or `");
                    continue;
                }
                escape = value.charAt(0);
            }
        }
        return new Directives(escape, syntax);
    }
}
