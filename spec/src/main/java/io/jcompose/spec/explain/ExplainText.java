package io.jcompose.spec.explain;

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
            text.append(span == null ? shown(step.value()) : span + ": " + shown(step.written()));
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
                    .append(
                            candidate.counts()
                                    ? "\n     this is the value\n"
                                    : "\n     does not count in the project's own files\n");
        }
        text.append(explanation.uses().isEmpty() ? "no value in the files names it\n" : "used by\n");
        explanation
                .uses()
                .forEach(use -> text.append("  ")
                        .append(use.span())
                        .append(": ")
                        .append(shown(use.path()))
                        .append('\n'));
        return text.toString();
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
