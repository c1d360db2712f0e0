package io.jcompose.spec.env;

import org.jspecify.annotations.Nullable;

/** A text whose variables cannot be substituted; the message is a sentence for its author. */
public final class BadTemplate extends Exception {
    private final @Nullable String hint;

    public BadTemplate(String message, @Nullable String hint) {
        super(message);
        this.hint = hint;
    }

    /** The sentence. */
    public String sentence() {
        return String.valueOf(getMessage());
    }

    public @Nullable String hint() {
        return hint;
    }
}
