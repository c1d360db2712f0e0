package io.jcompose.spec.lint;

import io.jcompose.spec.Problem;
import io.jcompose.spec.source.Span;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where one rule reports. */
final class Report {
    private static final int LONGEST = 500;

    private final About about;
    private final Subject subject;
    private final List<Finding> findings = new ArrayList<>();

    Report(About about, Subject subject) {
        this.about = about;
        this.subject = subject;
    }

    List<Finding> findings() {
        return findings;
    }

    /** At the place where the value of {@code path} is written. */
    void find(String path, String sentence, String remedy) {
        find(subject.loaded().sources().at(path).orElse(null), path, sentence, remedy);
    }

    void find(@Nullable Span span, String path, String sentence, String remedy) {
        add(span, path, sentence, remedy, false);
    }

    /** The line holds something that is not for logs. */
    void findSecret(Span span, String path, String sentence, String remedy) {
        add(span, path, sentence, remedy, true);
    }

    private void add(@Nullable Span span, String path, String sentence, String remedy, boolean secret) {
        @Nullable Span place = span == null || span.isNowhere() ? null : span;
        findings.add(new Finding(about, new Problem(place, path, bounded(sentence), bounded(remedy)), secret));
    }

    private static String bounded(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }
}
