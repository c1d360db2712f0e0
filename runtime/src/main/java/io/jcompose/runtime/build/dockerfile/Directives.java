package io.jcompose.runtime.build.dockerfile;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Parser directives: the comments {@code # syntax=}, {@code # escape=} and {@code # check=} before anything else.
 *
 * @param escape the character that continues a line and takes away a meaning
 * @param syntax an image of another parser, which is not used; empty when none is named
 * @param check what is made of what {@code --check} finds
 */
public record Directives(char escape, String syntax, Check check) {
    private static final Pattern USUAL_SYNTAX =
            Pattern.compile("(docker\\.io/)?docker/dockerfile(-upstream)?([:@].*)?");

    /**
     * Behind {@code # check=}.
     *
     * @param skip names of rules, or {@code all}
     * @param error whether what is found ends the build
     */
    public record Check(Set<String> skip, boolean error) {
        static final Check USUAL = new Check(Set.of(), false);

        /** Whether a rule counts. */
        public boolean counts(String rule) {
            return !skip.contains("all") && !skip.contains(rule);
        }
    }

    /** Whether it names no parser but Docker's own, whose language is read here. */
    public boolean isUsualSyntax() {
        return syntax.isEmpty() || USUAL_SYNTAX.matcher(syntax).matches();
    }

    private static final Pattern DIRECTIVE =
            Pattern.compile("#[ \t]*+([a-zA-Z][a-zA-Z0-9]*+)[ \t]*+=[ \t]*+(.+)", Pattern.DOTALL);
    private static final Set<String> KNOWN = Set.of("syntax", "escape", "check");

    static Directives read(List<String> lines, Mistakes mistakes) {
        char escape = '\\';
        String syntax = "";
        Check check = Check.USUAL;
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
            } else if (name.equals("check")) {
                check = check(value, place, mistakes);
            } else if (name.equals("escape")) {
                if (!value.equals("\\") && !value.equals("`")) {
                    mistakes.add(place, "the directive 'escape' must be \\ or `");
                    continue;
                }
                escape = value.charAt(0);
            }
        }
        return new Directives(escape, syntax, check);
    }

    /** As {@code skip=RULE,RULE;error=true}. */
    private static Check check(String text, Place place, Mistakes mistakes) {
        Set<String> skip = Set.of();
        boolean error = false;
        for (String part : text.split(";", -1)) {
            int equals = part.indexOf('=');
            String name = part.substring(0, Math.max(equals, 0)).strip();
            String value = part.substring(equals + 1).strip();
            if (name.equals("skip")) {
                skip = Arrays.stream(value.split(",", -1)).map(String::strip).collect(Collectors.toSet());
            } else if (name.equals("error") && Set.of("true", "false").contains(value)) {
                error = value.equals("true");
            } else {
                mistakes.add(place, "the directive 'check' takes skip=RULE,RULE and error=true, not '" + part + "'");
            }
        }
        return new Check(skip, error);
    }
}
