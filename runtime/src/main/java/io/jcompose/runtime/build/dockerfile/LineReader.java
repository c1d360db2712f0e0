package io.jcompose.runtime.build.dockerfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Joins the lines of a Dockerfile into instructions, as BuildKit's parser does. */
final class LineReader {
    private final List<String> lines;
    private final char escape;
    private int next;

    LineReader(List<String> lines, char escape) {
        this.lines = lines;
        this.escape = escape;
    }

    /** The next instruction's text; empty at the end of the file. */
    Optional<LogicalLine> instruction() {
        while (next < lines.size()) {
            String line = lines.get(next);
            if (!line.isBlank() && !isComment(line)) {
                return Optional.of(joined());
            }
            next++;
        }
        return Optional.empty();
    }

    private LogicalLine joined() {
        String first = lines.get(next);
        int indent = first.length() - first.stripLeading().length();
        List<LogicalLine.Piece> pieces = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        pieces.add(new LogicalLine.Piece(0, new Place(next + 1, indent + 1)));
        next++;
        boolean more = append(first.stripLeading(), text);
        // Comments and empty lines between continued lines count as if they were not there.
        while (more && next < lines.size()) {
            String line = lines.get(next++);
            if (!line.isBlank() && !isComment(line)) {
                pieces.add(new LogicalLine.Piece(text.length(), new Place(next, 1)));
                more = append(line, text);
            }
        }
        return new LogicalLine(text.toString().stripTrailing(), pieces);
    }

    /** Appends a line; says whether it goes on: one escape character at its end, not two, and maybe blanks behind. */
    private boolean append(String line, StringBuilder text) {
        String stripped = line.replaceAll("[ \t\r]++$", "");
        int end = stripped.length() - 1;
        boolean continued =
                end >= 0 && stripped.charAt(end) == escape && (end == 0 || stripped.charAt(end - 1) != escape);
        text.append(continued ? stripped.substring(0, end) : line);
        return continued;
    }

    private static boolean isComment(String line) {
        return line.stripLeading().startsWith("#");
    }

    /** The lines up to the terminator of a document; empty when the file ends before. */
    Optional<String> document(String terminator, boolean chomp) {
        StringBuilder content = new StringBuilder();
        while (next < lines.size()) {
            String line = lines.get(next++);
            String candidate = chomp ? line.replaceAll("^\t+", "") : line;
            if (candidate.equals(terminator)) {
                return Optional.of(content.toString());
            }
            content.append(line).append('\n');
        }
        return Optional.empty();
    }
}
