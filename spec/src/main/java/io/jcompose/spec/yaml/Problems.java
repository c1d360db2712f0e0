package io.jcompose.spec.yaml;

import io.jcompose.spec.Problem;
import io.jcompose.spec.SpecException;
import io.jcompose.spec.source.Span;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Collects what is wrong, so that an author sees all of it at once. Of one place only the first problem is kept: what is
 * found there later is mostly its consequence.
 */
public final class Problems {
    private static final int MOST = 100;
    private static final int LONGEST = 500;

    private final Set<Span> places = new HashSet<>();
    private final List<Problem> errors = new ArrayList<>();
    private final Set<Problem> warnings = new LinkedHashSet<>();
    private final Set<Problem> unsupported = new LinkedHashSet<>();
    private int more;

    public void error(@Nullable Span span, String path, String message, @Nullable String hint) {
        if (span != null && !span.isNowhere() && !places.add(span)) {
            return;
        }
        if (!hasRoom()) {
            more++;
            return;
        }
        errors.add(new Problem(place(span), path, bounded(message), hint == null ? null : bounded(hint)));
    }

    /** Whether another error would be kept: else a hint for it is not worth looking for. */
    public boolean hasRoom() {
        return errors.size() < MOST;
    }

    private static String bounded(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }

    public void error(@Nullable Span span, String path, String message) {
        error(span, path, message, null);
    }

    public void warn(@Nullable Span span, String path, String message, @Nullable String hint) {
        note(warnings, span, path, message, hint);
    }

    /** Something that is understood, but that nothing acts on yet. */
    public void unsupported(@Nullable Span span, String path, String message, @Nullable String hint) {
        note(unsupported, span, path, message, hint);
    }

    private static void note(
            Set<Problem> notes, @Nullable Span span, String path, String message, @Nullable String hint) {
        if (notes.size() < MOST) {
            notes.add(new Problem(place(span), path, bounded(message), hint == null ? null : bounded(hint)));
        }
    }

    /** Takes over those that were collected for a part. */
    public void addAll(Problems part) {
        part.errors.forEach(problem -> error(problem.span(), problem.path(), problem.message(), problem.hint()));
        part.warnings.forEach(problem -> warn(problem.span(), problem.path(), problem.message(), problem.hint()));
        more += part.more;
    }

    public boolean any() {
        return !errors.isEmpty();
    }

    public List<Problem> warnings() {
        return warnings.stream().sorted().toList();
    }

    public List<Problem> unsupported() {
        return unsupported.stream().sorted().toList();
    }

    /**
     * Throws every error so far, if there is one.
     *
     * @param texts the texts that the spans point into, by file
     */
    public void throwIfAny(Map<String, String> texts) throws SpecException {
        if (errors.isEmpty()) {
            return;
        }
        List<Problem> sorted = new ArrayList<>(errors.stream().sorted().toList());
        if (more > 0) {
            sorted.add(new Problem(null, "", more + " more problems are not shown", null));
        }
        throw new SpecException(sorted, texts);
    }

    private static @Nullable Span place(@Nullable Span span) {
        return span == null || span.isNowhere() ? null : span;
    }
}
