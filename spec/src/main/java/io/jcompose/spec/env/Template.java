package io.jcompose.spec.env;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Substitution of variables in one text (compose-spec, 12-interpolation): {@code $NAME}, {@code ${NAME}}, the operators
 * {@code :- - :? ? :+ +}, nesting in what follows an operator, and {@code $$} for a dollar.
 */
public final class Template {
    /** Longest result, in characters: variables that double each other must not fill the memory. */
    static final int LONGEST = 1 << 20;

    private static final int DEEPEST = 32;
    private static final String ESCAPE = "to keep a `$` write `$$`";

    private final String text;
    private final Function<String, Optional<String>> variables;
    private final Consumer<String> unset;

    private Template(String text, Function<String, Optional<String>> variables, Consumer<String> unset) {
        this.text = text;
        this.variables = variables;
        this.unset = unset;
    }

    /**
     * {@code text} with its variables replaced.
     *
     * @param unset hears the name of each variable that has neither value nor default and becomes empty
     * @throws BadTemplate for a broken {@code ${...}}, a required variable without value, a result over 1 Mi characters
     */
    public static String substitute(String text, Function<String, Optional<String>> variables, Consumer<String> unset)
            throws BadTemplate {
        return new Template(text, variables, unset).expand(0, text.length(), 0);
    }

    /** The text between two indices: no copies are made on the way down, however long the text is. */
    private String expand(int from, int to, int depth) throws BadTemplate {
        if (depth > DEEPEST) {
            throw new BadTemplate("variables are nested deeper than " + DEEPEST + " levels", null);
        }
        StringBuilder out = new StringBuilder();
        int at = from;
        while (at < to) {
            int dollar = text.indexOf('$', at);
            if (dollar < 0 || dollar + 1 >= to) {
                return append(out, at, to).toString();
            }
            append(out, at, dollar);
            at = substituteAt(dollar, to, depth, out);
        }
        return out.toString();
    }

    /** Appends what stands at the dollar, and returns the index behind it. */
    private int substituteAt(int dollar, int to, int depth, StringBuilder out) throws BadTemplate {
        char next = text.charAt(dollar + 1);
        if (next == '$') {
            append(out, "$");
            return dollar + 2;
        }
        if (next == '{') {
            int close = closingBrace(text, dollar + 1, to);
            append(out, braced(dollar + 2, close, depth));
            return close + 1;
        }
        int end = nameEnd(text, dollar + 1, to);
        append(out, end == dollar + 1 ? "$" : plain(text.substring(dollar + 1, end)));
        return end;
    }

    private String braced(int from, int to, int depth) throws BadTemplate {
        int end = nameEnd(text, from, to);
        if (end == from) {
            throw invalid(text);
        }
        String name = text.substring(from, end);
        if (end == to) {
            return plain(name);
        }
        boolean emptyCounts = text.charAt(end) == ':';
        int operator = emptyCounts ? end + 1 : end;
        Optional<String> value = variables.apply(name).filter(v -> !emptyCounts || !v.isEmpty());
        int argument = operator + 1;
        return switch (operator == to ? ' ' : text.charAt(operator)) {
            case '-' -> value.isPresent() ? value.get() : expand(argument, to, depth + 1);
            case '+' -> value.isPresent() ? expand(argument, to, depth + 1) : "";
            case '?' -> value.isPresent() ? value.get() : required(name, expand(argument, to, depth + 1));
            default -> throw invalid(text);
        };
    }

    private static String required(String name, String reason) throws BadTemplate {
        String message = "required variable " + name + " is missing a value";
        throw new BadTemplate(
                reason.isEmpty() ? message : message + ": " + reason, "set " + name + " in the environment or in .env");
    }

    private String plain(String name) {
        Optional<String> value = variables.apply(name);
        if (value.isEmpty()) {
            unset.accept(name);
        }
        return value.orElse("");
    }

    /** Where a variable's name that begins at {@code from} ends. */
    static int nameEnd(String text, int from, int to) {
        int end = from;
        while (end < to && isNamePart(text.charAt(end), end == from)) {
            end++;
        }
        return end;
    }

    private static boolean isNamePart(char c, boolean first) {
        boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
        return letter || (!first && c >= '0' && c <= '9');
    }

    static int closingBrace(String text, int open, int to) throws BadTemplate {
        int depth = 0;
        for (int i = open; i < to; i++) {
            char c = text.charAt(i);
            if (c == '{') {
                depth++;
            } else if (c == '}' && --depth == 0) {
                return i;
            }
        }
        throw invalid(text);
    }

    private static BadTemplate invalid(String text) {
        String shown = text.length() > 60 ? text.substring(0, 60) + "..." : text;
        return new BadTemplate("invalid interpolation format: \"" + shown + "\"", ESCAPE);
    }

    private StringBuilder append(StringBuilder out, int from, int to) throws BadTemplate {
        return room(out, to - from).append(text, from, to);
    }

    private static StringBuilder append(StringBuilder out, String text) throws BadTemplate {
        return room(out, text.length()).append(text);
    }

    private static StringBuilder room(StringBuilder out, int more) throws BadTemplate {
        if (out.length() + more > LONGEST) {
            throw new BadTemplate("variables expand to more than " + LONGEST + " characters", null);
        }
        return out;
    }
}
