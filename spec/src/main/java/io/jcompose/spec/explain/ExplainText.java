package io.jcompose.spec.explain;

import io.jcompose.spec.env.VariableUse;
import io.jcompose.spec.explain.VariableExplanation.Candidate;
import io.jcompose.spec.source.Span;
import java.util.List;

/** Explanations for a terminal. */
public final class ExplainText {
    private static final int LONGEST = 300;

    private ExplainText() {}

    /** The value, then the steps, numbered. */
    public static String write(Explanation explanation) {
        StringBuilder text = new StringBuilder();
        text.append(explanation.path())
                .append(explanation.value().map(value -> ": " + shown(value)).orElse(" has no value in the end"))
                .append('\n');
        List<Step> steps = explanation.steps();
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            Span span = step.span();
            text.append('\n').append(i + 1).append(". ");
            text.append(span == null ? orNothing(step.value()) : span + ": " + shown(step.written()));
            text.append('\n');
            step.notes()
                    .forEach(note -> text.append("     ").append(shown(note)).append('\n'));
        }
        return text.toString();
    }

    /** The value, what sets it, and who uses it. */
    public static String write(VariableExplanation explanation) {
        StringBuilder text = new StringBuilder();
        text.append(explanation.name())
                .append(explanation.value().map(value -> ": " + shown(value)).orElse(" is not set"))
                .append('\n');
        for (Candidate candidate : explanation.candidates()) {
            Span span = candidate.span();
            text.append("  ")
                    .append(span == null ? "the environment" : span.toString())
                    .append(": ")
                    .append(shown(candidate.value()))
                    .append("\n     ")
                    .append(candidate.counts() ? "this is the value" : lost(explanation))
                    .append('\n');
        }
        text.append(explanation.uses().isEmpty() ? "no value in the files names it\n" : "used by\n");
        explanation
                .uses()
                .forEach(use -> text.append("  ")
                        .append(use.span())
                        .append(": ")
                        .append(shown(use.path()))
                        .append(shown(form(use.use())))
                        .append('\n'));
        return text.toString();
    }

    private static String orNothing(String value) {
        return value.isEmpty() ? "nothing" : shown(value);
    }

    private static String lost(VariableExplanation explanation) {
        return explanation.candidates().stream()
                .filter(Candidate::counts)
                .findFirst()
                .map(Candidate::span)
                .map(span -> "does not count: " + span + " comes first")
                .orElse(
                        explanation.candidates().stream().anyMatch(Candidate::counts)
                                ? "does not count: the environment comes first"
                                : "counts only in the files that are included with it");
    }

    private static String form(VariableUse use) {
        return switch (use.form()) {
            case PLAIN -> "";
            case DEFAULT -> ", else \"" + use.argument() + "\"";
            case ALTERNATE -> ", as \"" + use.argument() + "\" when it is set";
            case REQUIRED -> ", required";
        };
    }

    /** On one line, and nothing that commands a terminal. */
    private static String shown(String text) {
        String clean = text.replace("\n", "\\n")
                .codePoints()
                .map(c -> Character.isISOControl(c) ? '\uFFFD' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return clean.length() <= LONGEST ? clean : clean.substring(0, LONGEST) + "...";
    }
}
