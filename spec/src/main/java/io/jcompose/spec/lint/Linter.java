package io.jcompose.spec.lint;

import io.jcompose.spec.LoadOptions;
import io.jcompose.spec.LoadRequest;
import io.jcompose.spec.Loaded;
import io.jcompose.spec.Problem;
import io.jcompose.spec.SpecException;
import io.jcompose.spec.explain.RawFiles;
import io.jcompose.spec.source.Span;
import io.jcompose.spec.text.Loader;
import io.jcompose.spec.yaml.Node.MapNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Looks at a project with all rules. */
public final class Linter {
    static final About INVALID = new About(
            "invalid", Level.ERROR, "files that do not load", "nothing can be started from files that do not load");
    static final About SURPRISE = new About(
            "surprise", Level.WARNING, "what works and surprises", "the files say something that is read otherwise");

    private static final About NOT_ACTED_ON = new About(
            "not-acted-on",
            Level.WARNING,
            "attributes that are understood and that nothing acts on yet",
            "`up` refuses them, so that nothing is silently left out");

    private Linter() {}

    /** All rules there are. */
    public static List<About> rules() {
        List<About> all = new ArrayList<>(List.of(INVALID, SURPRISE, NOT_ACTED_ON));
        Rules.ALL.forEach(rule -> all.add(rule.about()));
        return all;
    }

    /**
     * Everything found in the project of {@code request}, by place; services of all profiles are looked at when these fit
     * together. Files that do not load give findings of the rule {@code invalid}.
     */
    public static LintReport lint(LoadRequest request) {
        try {
            return look(request.profiles().isEmpty() ? request.withProfiles(List.of("*")) : request);
        } catch (SpecException everything) {
            try {
                return look(request);
            } catch (SpecException e) {
                return invalid(e);
            }
        }
    }

    private static LintReport invalid(SpecException e) {
        List<Finding> findings = e.problems().stream()
                .map(problem -> new Finding(INVALID, problem, false))
                .toList();
        return new LintReport(findings, e.texts());
    }

    private static LintReport look(LoadRequest request) throws SpecException {
        Loaded loaded = Loader.load(request);
        MapNode model = Loader.written(request.with(LoadOptions.ALL)).model();
        RawFiles raw = RawFiles.read(request);
        Map<String, String> texts = new HashMap<>(loaded.texts());
        raw.texts().forEach(texts::putIfAbsent);
        SourceLines lines = new SourceLines(texts);
        Subject subject = new Subject(loaded, model, raw, lines);
        List<Finding> found = new ArrayList<>();
        for (Rule rule : Rules.ALL) {
            Report report = new Report(rule.about(), subject);
            rule.check(subject, report);
            found.addAll(report.findings());
        }
        loaded.unsupported().forEach(problem -> found.add(new Finding(NOT_ACTED_ON, problem, false)));
        found.addAll(surprises(loaded.warnings(), found));
        Suppressions suppressions = new Suppressions(lines);
        List<Finding> kept = found.stream()
                .filter(finding -> !suppressions.suppress(finding))
                .sorted(Finding.BY_PLACE)
                .toList();
        return new LintReport(kept, texts);
    }

    /** Warnings of the loader about what no rule knows. */
    private static List<Finding> surprises(List<Problem> warnings, List<Finding> known) {
        Set<String> lines = new HashSet<>();
        known.forEach(finding -> lines.add(line(finding.problem())));
        return warnings.stream()
                .filter(warning -> warning.span() == null || !lines.contains(line(warning)))
                .map(warning -> new Finding(SURPRISE, warning, false))
                .toList();
    }

    private static String line(Problem problem) {
        Span span = problem.span();
        return span == null ? "" : span.file() + ":" + span.line();
    }
}
