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
        @Nullable String hint) {}
