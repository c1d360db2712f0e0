package io.jcompose.spec.lint;

import io.jcompose.spec.source.Span;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What was found in one project.
 *
 * @param findings by place
 * @param texts what was read, by the file names of the findings
 */
public record LintReport(List<Finding> findings, Map<String, String> texts) {
    public LintReport {
        findings = List.copyOf(findings);
        texts = Map.copyOf(texts);
    }

    /** What was found in several projects, each finding once; an env file that they share may serve only one of them. */
    public static LintReport joined(List<LintReport> reports) {
        Set<Finding> findings = new LinkedHashSet<>();
        List<Set<Finding>> all = reports.stream()
                .<Set<Finding>>map(report -> new HashSet<>(report.findings))
                .toList();
        Map<String, String> texts = new HashMap<>();
        for (LintReport report : reports) {
            texts.putAll(report.texts);
            report.findings.stream()
                    .filter(finding -> !finding.about().equals(UnusedVariable.ABOUT)
                            || IntStream.range(0, reports.size())
                                    .allMatch(i -> reports.get(i).knowsNothingOf(finding)
                                            || all.get(i).contains(finding)))
                    .forEach(findings::add);
        }
        return new LintReport(List.copyOf(findings), texts);
    }

    private boolean knowsNothingOf(Finding finding) {
        Span span = finding.problem().span();
        return span == null || !texts.containsKey(span.file());
    }
}
