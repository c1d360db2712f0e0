package io.jcompose.spec.lint;

import io.jcompose.spec.env.Dotenv;
import io.jcompose.spec.env.Dotenv.Statement;
import io.jcompose.spec.env.VariableUse;
import io.jcompose.spec.source.Span;
import java.util.HashMap;
import java.util.Map;

/** A variable that is set twice in one list, or in one env file. */
final class DuplicateVariable implements Rule {
    private static final String REMEDY = "remove one of the two";
    private static final About ABOUT = new About(
            "duplicate-variable",
            Level.WARNING,
            "variables set twice in one list or one env file",
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
                    report.find(assignment.span(), assignment.path(), sentence(assignment.name(), earlier), REMEDY);
                }
            }
        });
        subject.envFiles().forEach((file, text) -> inFile(file, text, report));
    }

    private static void inFile(String file, String text, Report report) {
        Map<String, Span> first = new HashMap<>();
        for (Statement statement : Dotenv.statements(file, text)) {
            Span earlier = first.putIfAbsent(statement.name(), statement.span());
            if (earlier != null && !addsTo(statement)) {
                report.findSecret(statement.span(), "", sentence(statement.name(), earlier), REMEDY);
            }
        }
    }

    /** {@code A=$A:more} means the earlier value. */
    private static boolean addsTo(Statement statement) {
        return VariableUse.in(statement.text()).stream()
                .anyMatch(use -> use.name().equals(statement.name()));
    }

    private static String sentence(String name, Span earlier) {
        return name + " is already set at " + earlier;
    }
}
