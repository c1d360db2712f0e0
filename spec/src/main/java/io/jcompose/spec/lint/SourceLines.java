package io.jcompose.spec.lint;

import io.jcompose.spec.source.Span;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The lines of the files of a project. */
final class SourceLines {
    private final Map<String, String> texts;
    private final Map<String, List<String>> lines = new HashMap<>();

    SourceLines(Map<String, String> texts) {
        this.texts = texts;
    }

    /** A line, counted from 1; empty when there is none. */
    String line(String file, int number) {
        List<String> all = lines.computeIfAbsent(
                file,
                name -> texts.getOrDefault(name, "")
                        .replace("\uFEFF", "")
                        .lines()
                        .toList());
        return number < 1 || number > all.size() ? "" : all.get(number - 1);
    }

    /** The character at a place, or -1. */
    int characterAt(Span span) {
        String line = line(span.file(), span.line());
        int column = span.column() - 1;
        return column < 0 || column >= line.codePointCount(0, line.length())
                ? -1
                : line.codePointAt(line.offsetByCodePoints(0, column));
    }
}
