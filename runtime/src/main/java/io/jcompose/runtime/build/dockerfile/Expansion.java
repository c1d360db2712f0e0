package io.jcompose.runtime.build.dockerfile;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Expands variables and takes quotes away, as BuildKit's word parser does (Dockerfile reference, environment replacement). */
public final class Expansion {
    /** Characters that one word may grow to: values that hold one another twice grow fast. */
    private static final int LONGEST = 1 << 20;

    private static final int DEEPEST = 50;
    private static final String SPECIAL = "@*#?-$!0";

    private final char escape;
    private final Map<String, String> variables;

    /** @param escape of the file's directive */
    public Expansion(char escape, Map<String, String> variables) {
        this.escape = escape;
        this.variables = variables;
    }

    /** One word, whatever blanks it has. */
    public String word(String text) throws Malformed {
        return new Scan(text, true).all().text();
    }

    /** As many words as blanks outside of quotes set apart, also blanks of values. */
    public List<String> words(String text) throws Malformed {
        return new Scan(text, true).all().words();
    }

    /** A document: quotes are characters, and a backslash counts only before a dollar and a backslash. */
    public String document(String text) throws Malformed {
        return new Scan(text, false).all().text();
    }

    private final class Scan {
        private final String text;
        private final boolean quotes;
        private int at;
        private int depth;
        private final Words sink = new Words();

        Scan(String text, boolean quotes) {
            this.text = text;
            this.quotes = quotes;
        }

        Words all() throws Malformed {
            while (at < text.length()) {
                char c = text.charAt(at);
                if (c == '$') {
                    sink.add(dollar(), true);
                } else if (quotes && (c == '\'' || c == '"')) {
                    sink.add(c == '\'' ? single() : doubled(), false);
                } else if (c == escape) {
                    sink.add(escaped(), false);
                } else {
                    at++;
                    sink.add(String.valueOf(c), true);
                }
                bound(sink.length());
            }
            return sink;
        }

        private void bound(int length) throws Malformed {
            if (length > LONGEST) {
                throw new Malformed("the variables make a text of more than " + LONGEST + " characters");
            }
        }

        /** Behind an escape character, which is dropped; in a document only where it has a meaning. */
        private String escaped() {
            at++;
            if (at == text.length()) {
                return quotes ? "" : String.valueOf(escape);
            }
            char c = text.charAt(at++);
            return quotes || c == '$' || c == escape ? String.valueOf(c) : "" + escape + c;
        }

        private String single() throws Malformed {
            int end = text.indexOf('\'', at + 1);
            if (end < 0) {
                throw new Malformed("a single quote is not closed");
            }
            String inner = text.substring(at + 1, end);
            at = end + 1;
            return inner;
        }

        private String doubled() throws Malformed {
            at++;
            StringBuilder result = new StringBuilder();
            while (at < text.length()) {
                char c = text.charAt(at);
                if (c == '"') {
                    at++;
                    return result.toString();
                }
                if (c == '$') {
                    result.append(dollar());
                } else {
                    at++;
                    boolean drops = c == escape && at < text.length() && isEscapable(text.charAt(at));
                    result.append(drops ? text.charAt(at++) : c);
                }
                bound(result.length());
            }
            throw new Malformed("a double quote is not closed");
        }

        private boolean isEscapable(char c) {
            return c == '"' || c == '$' || c == escape;
        }

        private String dollar() throws Malformed {
            at++;
            if (at == text.length() || text.charAt(at) != '{') {
                String name = name();
                return name.isEmpty() ? "$" : value(name, "");
            }
            at++;
            if (++depth > DEEPEST) {
                throw new Malformed("variables are nested more than " + DEEPEST + " deep");
            }
            String result = braced();
            depth--;
            return result;
        }

        private String braced() throws Malformed {
            String name = name();
            if (at == text.length()) {
                throw new Malformed("'${' is not closed");
            }
            if (name.isEmpty()) {
                throw new Malformed("'${' is not followed by the name of a variable");
            }
            char operator = text.charAt(at++);
            return switch (operator) {
                case '}' -> value(name, "");
                case ':', '+', '-', '?' -> conditional(name, operator);
                case '#', '%' -> trimmed(name, operator);
                case '/' -> replaced(name);
                default -> throw unsupported(name, String.valueOf(operator));
            };
        }

        private Malformed unsupported(String name, String operator) {
            return new Malformed(
                    "'${" + name + operator + "' is no substitution; there are :- :+ :? - + ? # ## % %% / //");
        }

        private String conditional(String name, char first) throws Malformed {
            boolean emptyCounts = first != ':';
            char operator = first;
            if (!emptyCounts) {
                operator = at < text.length() ? text.charAt(at++) : ' ';
                if ("+-?".indexOf(operator) < 0) {
                    throw unsupported(name, ":" + operator);
                }
            }
            String word = until('}', false);
            String value = variables.get(name);
            boolean set = value != null && (emptyCounts || !value.isEmpty());
            if (operator == '+') {
                return set ? word : "";
            }
            if (set) {
                return String.valueOf(value);
            }
            if (operator == '?') {
                throw new Malformed(
                        name + ": " + (word.isEmpty() ? "it is not set" + (emptyCounts ? "" : ", or empty") : word));
            }
            return word;
        }

        private String trimmed(String name, char operator) throws Malformed {
            boolean longest = at < text.length() && text.charAt(at) == operator;
            at += longest ? 1 : 0;
            WildcardPattern pattern = WildcardPattern.parse(until('}', true));
            return new Patterned(name, value(name, "")).trimmed(pattern, operator == '#', longest);
        }

        private String replaced(String name) throws Malformed {
            boolean all = at < text.length() && text.charAt(at) == '/';
            at += all ? 1 : 0;
            WildcardPattern pattern = WildcardPattern.parse(until('/', true));
            String replacement = until('}', true);
            String value = variables.get(name);
            return value == null ? "" : new Patterned(name, value).replaced(pattern, replacement, all);
        }

        /** The word up to an end outside of quotes and braces; {@code raw} keeps its escape characters. */
        private String until(char end, boolean raw) throws Malformed {
            StringBuilder result = new StringBuilder();
            while (at < text.length()) {
                char c = text.charAt(at);
                if (c == end) {
                    at++;
                    return result.toString();
                }
                if (c == '$') {
                    result.append(dollar());
                } else if (quotes && (c == '\'' || c == '"')) {
                    result.append(c == '\'' ? single() : doubled());
                } else if (c == escape && raw && at + 1 < text.length()) {
                    result.append(escape).append(text.charAt(at + 1));
                    at += 2;
                } else if (c == escape) {
                    result.append(escaped());
                } else {
                    at++;
                    result.append(c);
                }
                bound(result.length());
            }
            throw new Malformed("'${' is not closed: there is no '" + end + "'");
        }

        private String name() {
            int from = at;
            if (from < text.length() && SPECIAL.indexOf(text.charAt(from)) >= 0) {
                at++;
                return text.substring(from, at);
            }
            boolean positional = from < text.length() && isDigit(text.charAt(from));
            while (at < text.length() && isName(text.charAt(at)) && (!positional || isDigit(text.charAt(at)))) {
                at++;
            }
            return text.substring(from, at);
        }
    }

    private String value(String name, String otherwise) {
        @Nullable String value = variables.get(name);
        return value == null ? otherwise : value;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isName(char c) {
        return c == '_' || isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
