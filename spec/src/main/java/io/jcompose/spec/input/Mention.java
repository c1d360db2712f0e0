package io.jcompose.spec.input;

import io.jcompose.spec.source.Span;
import org.jspecify.annotations.Nullable;

/**
 * Where a file is named by another one.
 *
 * @param span the place, or null when the user named it
 * @param path tree path of the mention
 */
public record Mention(@Nullable Span span, String path) {
    static final Mention NONE = new Mention(null, "");

    /** Whether the user named the file. */
    boolean isNone() {
        return span == null;
    }
}
