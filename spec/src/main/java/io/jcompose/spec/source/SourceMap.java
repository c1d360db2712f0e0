package io.jcompose.spec.source;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where each value of a project was written.
 *
 * @param spans tree path ({@code services.web.ports[0]}) to place
 */
public record SourceMap(Map<String, Span> spans) {
    private static final Pattern ESCAPE = Pattern.compile("\\\\(.)");

    public SourceMap {
        spans = Map.copyOf(spans);
    }

    /** The place of {@code path}, else of its nearest parent. */
    public Optional<Span> at(String path) {
        String rest = path;
        while (!rest.isEmpty()) {
            Span span = spans.get(rest);
            if (span != null) {
                return Optional.of(span);
            }
            int cut = Math.max(rest.lastIndexOf('.'), rest.lastIndexOf('['));
            rest = cut < 0 ? "" : rest.substring(0, cut);
        }
        return Optional.empty();
    }

    /** One line for each path, sorted: {@code path TAB line TAB column TAB file}; tabs and line breaks are escaped. */
    public String toText() {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(spans)
                .forEach((path, span) -> text.append(escaped(path))
                        .append('\t')
                        .append(span.line())
                        .append('\t')
                        .append(span.column())
                        .append('\t')
                        .append(escaped(span.file()))
                        .append('\n'));
        return text.toString();
    }

    /** Reads what {@link #toText} wrote. Throws {@link IllegalArgumentException} for any other text. */
    public static SourceMap parse(String text) {
        Map<String, Span> spans = new TreeMap<>();
        text.lines().forEach(line -> {
            String[] parts = line.split("\t", -1);
            if (parts.length != 4) {
                throw new IllegalArgumentException("not a line of a source map: " + line);
            }
            Span span = new Span(unescaped(parts[3]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
            spans.put(unescaped(parts[0]), span);
        });
        return new SourceMap(spans);
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\")
                .replace("\t", "\\t")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("\u2028", "\\l")
                .replace("\u2029", "\\p");
    }

    private static String unescaped(String text) {
        return ESCAPE.matcher(text).replaceAll(match -> switch (match.group(1)) {
            case "t" -> "\t";
            case "n" -> "\n";
            case "r" -> "\r";
            case "l" -> "\u2028";
            case "p" -> "\u2029";
            default -> Matcher.quoteReplacement(match.group(1));
        });
    }
}
