package io.jcompose.spec.lint;

import io.jcompose.spec.Problem;
import io.jcompose.spec.ProblemRenderer;
import java.util.List;
import java.util.Map;

/** Findings for a terminal: as errors are shown, with the rule and its reason. */
public final class LintText {
    private LintText() {}

    /** Everything in {@code report}; a line that holds a secret is not shown. */
    public static String write(LintReport report, boolean color) {
        ProblemRenderer renderer = new ProblemRenderer(report.texts(), color);
        ProblemRenderer discreet = new ProblemRenderer(Map.of(), color);
        StringBuilder text = new StringBuilder();
        for (Finding finding : report.findings()) {
            Problem problem = finding.problem();
            boolean known = !List.of(Linter.INVALID, Linter.SURPRISE).contains(finding.about());
            String sentence = finding.about().level().word() + ": " + problem.message() + " ["
                    + finding.about().id() + "]";
            Problem shown = new Problem(problem.span(), problem.path(), sentence, problem.hint());
            List<String> notes = known ? List.of("reason: " + finding.about().reason()) : List.of();
            text.append((finding.secret() ? discreet : renderer).render(shown, notes));
        }
        return text.toString();
    }
}
