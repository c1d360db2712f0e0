package io.jcompose.spec.lint;

import java.util.List;
import java.util.Map;

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
}
