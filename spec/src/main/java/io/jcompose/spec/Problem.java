package io.jcompose.spec;

import io.jcompose.spec.source.Span;
import org.jspecify.annotations.Nullable;

/**
 * Something wrong with a file, told to its author.
 *
 * @param span the place, or null when there is none (a missing file)
 * @param path tree path of the value, as {@code services.web.ports[0]}; empty for the file itself
 * @param message one sentence: lower case, no full stop
 * @param hint what to do, or null
 */
public record Problem(
        @Nullable Span span,
        String path,
        String message,
        @Nullable String hint) implements Comparable<Problem> {
    /** By place, those without one first; then by path and message. */
    @Override
    public int compareTo(Problem other) {
        int places = span == null || other.span == null
                ? Boolean.compare(span != null, other.span != null)
                : span.compareTo(other.span);
        if (places != 0) {
            return places;
        }
        int paths = path.compareTo(other.path);
        return paths == 0 ? message.compareTo(other.message) : paths;
    }
}
