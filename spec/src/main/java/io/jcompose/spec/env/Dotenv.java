package io.jcompose.spec.env;

import io.jcompose.spec.source.Span;
import io.jcompose.spec.yaml.Node.ScalarNode;
import io.jcompose.spec.yaml.Problems;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The syntax of {@code .env} and {@code env_file} (compose-spec, 05-services, env_file format; compose-go dotenv):
 * comments, {@code export}, three ways of quoting, variables of earlier lines.
 */
public final class Dotenv {
    private static final int LONGEST = 8 << 20;
    /** Statements of a file: each becomes a variable of every service that names it. */
    private static final int MOST = 20_000;

    private static final String TOO_MANY = "the file has more than " + MOST + " variables";
    private static final String NUL = "a value must not contain a NUL character";

    private final String file;
    private final String text;
    private final Function<String, Optional<String>> outer;
    private final Problems problems;
    private final Map<String, ScalarNode> values = new LinkedHashMap<>();
    private final List<Statement> statements = new ArrayList<>();
    private final int[] lineStarts;
    private boolean recording;
    private int at;
    private int count;
    private long length;

    private Dotenv(String file, String text, Function<String, Optional<String>> outer, Problems problems) {
        this.file = file;
        this.text = text;
        this.outer = outer;
        this.problems = problems;
        this.lineStarts = IntStream.concat(
                        IntStream.of(0),
                        IntStream.range(0, text.length())
                                .filter(i -> text.charAt(i) == '\n')
                                .map(i -> i + 1))
                .toArray();
    }

    /**
     * The variables of a file with the places of their values, in order. A name alone takes its value from {@code outer}
     * and is left out when that has none. Reading stops at the first problem.
     *
     * @param file name for spans
     * @param outer variables that win over those of the file when its values name them
     */
    public static Map<String, ScalarNode> parse(
            String file, String text, Function<String, Optional<String>> outer, Problems problems) {
        String body = text.startsWith("\uFEFF") ? text.substring(1) : text;
        Dotenv dotenv = new Dotenv(file, body.replace("\r\n", "\n"), outer, problems);
        dotenv.run();
        return dotenv.values;
    }

    /**
     * One assignment, or a name alone.
     *
     * @param span where it begins
     * @param text all of it, as written
     */
    public record Statement(String name, Span span, String text) {}

    /** The statements of a file, in order, to the first that is malformed. */
    public static List<Statement> statements(String file, String text) {
        String body = text.startsWith("\uFEFF") ? text.substring(1) : text;
        Dotenv dotenv = new Dotenv(file, body.replace("\r\n", "\n"), name -> Optional.empty(), new Problems());
        dotenv.recording = true;
        dotenv.run();
        return List.copyOf(dotenv.statements);
    }

    /** The format of {@code docker run --env-file}: no quotes, no variables, no inline comments. */
    public static Map<String, ScalarNode> parseRaw(
            String file, String text, Function<String, Optional<String>> outer, Problems problems) {
        Map<String, ScalarNode> values = new LinkedHashMap<>();
        int number = 0;
        String body = text.startsWith("\uFEFF") ? text.substring(1) : text;
        for (String raw : body.split("\r?\n", -1)) {
            String line = raw.stripLeading();
            Span span = new Span(file, ++number, 1);
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            if (line.indexOf('\0') >= 0) {
                problems.error(span, "", NUL);
                return values;
            }
            int equals = line.indexOf('=');
            String key = equals < 0 ? line : line.substring(0, equals);
            if (key.isEmpty() || key.contains(" ") || key.contains("\t")) {
                problems.error(span, "", "a variable name must not be empty or contain spaces: `" + key + "`");
                return values;
            }
            if (values.size() >= MOST) {
                problems.error(span, "", TOO_MANY);
                return values;
            }
            Optional<String> value = equals < 0 ? outer.apply(key) : Optional.of(line.substring(equals + 1));
            value.ifPresent(v -> values.put(key, ScalarNode.string(span, v)));
        }
        return values;
    }

    private void run() {
        try {
            while (skipToStatement()) {
                int start = at;
                String name = statement();
                if (++count > MOST) {
                    throw new BadTemplate(TOO_MANY, null);
                }
                if (recording) {
                    statements.add(new Statement(name, span(start), text.substring(start, at)));
                }
            }
        } catch (BadTemplate e) {
            problems.error(span(at), "", e.sentence(), e.hint());
        }
    }

    private boolean skipToStatement() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '#') {
                at = lineEnd(at);
            } else if (Character.isWhitespace(c)) {
                at++;
            } else {
                return true;
            }
        }
        return false;
    }

    /** Its name. */
    private String statement() throws BadTemplate {
        int start = at;
        int end = start;
        while (end < text.length() && "=:\n".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        String key = key(text.substring(start, end).strip());
        if (end == text.length() || text.charAt(end) == '\n') {
            at = start;
            Span span = span(start);
            lookup(key).ifPresent(value -> values.put(key, ScalarNode.string(span, value)));
            at = end;
            return key;
        }
        at = end + 1;
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        Span span = span(at);
        String value = value();
        length += value.length();
        if (value.indexOf('\0') >= 0) {
            throw new BadTemplate(NUL, null);
        }
        if (length > LONGEST) {
            throw new BadTemplate("the values expand to more than " + LONGEST + " characters", null);
        }
        values.put(key, ScalarNode.string(span, value));
        return key;
    }

    private static String key(String written) throws BadTemplate {
        boolean exported = written.startsWith("export ") || written.startsWith("export\t");
        String key = exported ? written.substring(7).strip() : written;
        if (key.chars().anyMatch(Character::isWhitespace)) {
            throw new BadTemplate("a variable name must not contain spaces: `" + key + "`", "write KEY=VALUE");
        }
        if (key.isEmpty() || !key.matches("[\\p{L}\\p{N}_.\\[\\]-]+")) {
            throw new BadTemplate("not a variable name: `" + key + "`", "write KEY=VALUE");
        }
        return key;
    }

    private String value() throws BadTemplate {
        char first = at < text.length() ? text.charAt(at) : '\n';
        if (first != '\'' && first != '"') {
            return unquoted();
        }
        int open = at;
        int close = closingQuote(open, first);
        String inner = text.substring(open + 1, close);
        String value = first == '\'' ? inner.replace("\\'", "'") : expanded(Escapes.toTemplate(inner));
        at = close + 1;
        String rest = text.substring(at, lineEnd(at)).strip();
        if (!rest.isEmpty() && !rest.startsWith("#")) {
            throw new BadTemplate("unexpected text after the closing quote: `" + rest + "`", null);
        }
        at = lineEnd(at);
        return value;
    }

    private int closingQuote(int open, char quote) throws BadTemplate {
        for (int i = open + 1; i < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                i++;
            } else if (text.charAt(i) == quote) {
                return i;
            }
        }
        throw new BadTemplate("line " + span(open).line() + ": unterminated quoted value", "close it with " + quote);
    }

    private String unquoted() throws BadTemplate {
        int end = lineEnd(at);
        String line = text.substring(at, end);
        int comment = at > 0 && Character.isWhitespace(text.charAt(at - 1)) && line.startsWith("#") ? 0 : -1;
        for (int i = 1; i < line.length() && comment < 0; i++) {
            comment = line.charAt(i) == '#' && line.charAt(i - 1) == ' ' ? i : -1;
        }
        String value = expanded(
                (comment < 0 ? line : line.substring(0, comment)).strip().replace("\\$", "$$"));
        at = end;
        return value;
    }

    private String expanded(String template) throws BadTemplate {
        Span span = span(at);
        return Template.substitute(
                template,
                this::lookup,
                name -> problems.warn(
                        span,
                        "",
                        "the \"" + name + "\" variable is not set, defaulting to a blank string",
                        name.equals("COMPOSE_PROJECT_NAME")
                                ? "the project's name is found after this file is read: set it here, above this line"
                                : null));
    }

    private Optional<String> lookup(String name) {
        return outer.apply(name).or(() -> Optional.ofNullable(values.get(name)).map(ScalarNode::text));
    }

    private int lineEnd(int from) {
        int end = text.indexOf('\n', from);
        return end < 0 ? text.length() : end;
    }

    private Span span(int index) {
        int found = Arrays.binarySearch(lineStarts, index);
        int line = found < 0 ? -found - 2 : found;
        return new Span(file, line + 1, index - lineStarts[line] + 1);
    }
}
