package io.jcompose.spec;

import io.jcompose.spec.source.Span;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Problems for a terminal: {@code file:line:column: message}, the line as it was read, a caret under the column, and the
 * hint.
 */
public final class ProblemRenderer {
    private static final int WIDEST = 160;
    private static final String BOLD = "1";
    private static final String GREEN = "32";

    private final Map<String, String> texts;
    private final boolean color;
    private final Map<String, List<String>> lines = new HashMap<>();

    /**
     * A renderer for the problems of one load.
     *
     * @param texts what was read, by file ({@link SpecException#texts}, {@link Loaded#texts})
     * @param color whether to use ANSI colours
     */
    public ProblemRenderer(Map<String, String> texts, boolean color) {
        this.texts = Map.copyOf(texts);
        this.color = color;
    }

    /** All problems, each ending with a line break. */
    public String render(List<Problem> problems) {
        StringBuilder out = new StringBuilder();
        problems.forEach(problem -> render(problem, List.of(), out));
        return out.toString();
    }

    /** One problem with lines above its hint. */
    public String render(Problem problem, List<String> notes) {
        StringBuilder out = new StringBuilder();
        render(problem, notes, out);
        return out.toString();
    }

    private void render(Problem problem, List<String> notes, StringBuilder out) {
        Span span = problem.span();
        String place = span == null ? "" : span + ": ";
        out.append(styled(BOLD, place + problem.message())).append('\n');
        if (span != null) {
            excerpt(span, out);
        }
        notes.forEach(note -> out.append("  ").append(printable(note)).append('\n'));
        if (problem.hint() != null) {
            out.append("  hint: ").append(printable(problem.hint())).append('\n');
        }
    }

    private void excerpt(Span span, StringBuilder out) {
        @Nullable String text = texts.get(span.file());
        String line = text == null ? "" : line(span.file(), text, span.line());
        int index = Math.min(line.length(), line.offsetByCodePoints(0, columns(line, span)));
        if (line.isBlank()) {
            return;
        }
        int from = Math.max(0, index - WIDEST / 2);
        String shown = line.substring(from, Math.min(line.length(), from + WIDEST));
        String before = line.substring(from, index)
                .codePoints()
                .collect(StringBuilder::new, (pad, c) -> pad.append(c == '\t' ? '\t' : ' '), StringBuilder::append)
                .toString();
        out.append("    ").append(printable(shown)).append('\n');
        out.append("    ").append(before).append(styled(GREEN, "^")).append('\n');
    }

    private static int columns(String line, Span span) {
        return Math.min(span.column() - 1, line.codePointCount(0, line.length()));
    }

    private String line(String file, String text, int number) {
        List<String> all = lines.computeIfAbsent(
                file,
                name -> (text.startsWith("\uFEFF") ? text.substring(1) : text)
                        .lines()
                        .toList());
        return number < 1 || number > all.size() ? "" : all.get(number - 1);
    }

    private String styled(String style, String text) {
        return color ? "\u001b[" + style + "m" + printable(text) + "\u001b[0m" : printable(text);
    }

    /** A file must not be able to send commands to the terminal. */
    private static String printable(String text) {
        return text.codePoints()
                .map(c -> Character.isISOControl(c) && c != '\t' ? '\uFFFD' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
