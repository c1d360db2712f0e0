package io.jcompose.spec.lint;

import io.jcompose.spec.Problem;
import io.jcompose.spec.source.Span;
import java.util.Comparator;

/**
 * Something that a rule found.
 *
 * @param problem its place, the sentence, and what to do
 * @param secret whether the line itself is better not shown
 */
public record Finding(About about, Problem problem, boolean secret) {
    /** By file, line, column, then rule. */
    static final Comparator<Finding> BY_PLACE = Comparator.comparing(
                    (Finding finding) -> finding.problem().span(),
                    Comparator.nullsFirst(Comparator.comparing(Span::file)
                            .thenComparing(Span::line)
                            .thenComparing(Span::column)))
            .thenComparing(finding -> finding.about().id())
            .thenComparing(finding -> finding.problem().message());
}
