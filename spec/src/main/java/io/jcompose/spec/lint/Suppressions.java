package io.jcompose.spec.lint;

import io.jcompose.spec.source.Span;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Comments {@code # jcompose-lint: ignore RULE, RULE} above or behind what a rule finds. */
final class Suppressions {
    private static final Pattern COMMENT = Pattern.compile("(?:^|\\s)#\\s*jcompose-lint:\\s*ignore\\s+([a-z0-9, -]+)$");

    private static final int MOST_LINES = 50;

    private final SourceLines lines;

    Suppressions(SourceLines lines) {
        this.lines = lines;
    }

    /** Comments that stand one below the other all count for the line below them. */
    boolean suppress(Finding finding) {
        Span span = finding.problem().span();
        if (span == null) {
            return false;
        }
        String id = finding.about().id();
        if (rules(lines.line(span.file(), span.line())).contains(id)) {
            return true;
        }
        for (int number = span.line() - 1; number > Math.max(0, span.line() - MOST_LINES); number--) {
            String line = lines.line(span.file(), number).strip();
            if (!line.startsWith("#")) {
                return false;
            }
            if (rules(line).contains(id)) {
                return true;
            }
        }
        return false;
    }

    private static List<String> rules(String line) {
        if (!line.contains("jcompose-lint")) {
            return List.of();
        }
        Matcher comment = COMMENT.matcher(line.stripTrailing());
        return comment.find() ? Arrays.asList(comment.group(1).strip().split("[, ]+")) : List.of();
    }
}
