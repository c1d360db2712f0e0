package io.jcompose.spec.explain;

import io.jcompose.spec.source.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened to a value.
 *
 * @param span where it is written; null for what jcompose does by itself
 * @param written the text there, variables not replaced; for a mapping or list as JSON
 * @param value what that meant at this step
 * @param notes why: variables, extends, what comes after it; sentences, the last one says the outcome
 */
public record Step(@Nullable Span span, Outcome outcome, String written, String value, List<String> notes) {
    public Step {
        notes = List.copyOf(notes);
    }

    /** What became of it. */
    public enum Outcome {
        /** Something later counts instead. */
        LOST,
        /** One part of several. */
        PART,
        /** It decided. */
        VALUE,
        /** A rule of the specification changed the value or gave it. */
        RULE
    }
}
