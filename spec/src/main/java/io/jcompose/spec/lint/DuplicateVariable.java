package io.jcompose.spec.lint;

import io.jcompose.spec.source.Span;
import java.util.HashMap;
import java.util.Map;

/** A variable that is set twice in one list. */
final class DuplicateVariable implements Rule {
    private static final About ABOUT = new About(
            "duplicate-variable",
            Level.WARNING,
            "variables set twice in one list",
            "the later one wins without a word, and a reader may believe the earlier one");

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public void check(Subject subject, Report report) {
        subject.eachWritten((path, service) -> {
            Map<String, Span> first = new HashMap<>();
            for (Assignment assignment : Assignment.of(service, path, "environment")) {
                Span earlier = first.putIfAbsent(assignment.name(), assignment.span());
                if (earlier != null) {
                    report.find(
                            assignment.span(),
                            assignment.path(),
                            assignment.name() + " is already set at " + earlier,
                            "remove one of the two");
                }
            }
        });
    }
}
