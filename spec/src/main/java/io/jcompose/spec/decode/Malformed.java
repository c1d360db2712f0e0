package io.jcompose.spec.decode;

import org.jspecify.annotations.Nullable;

/** A text that does not have the form it needs; the message is a sentence for its author. */
public final class Malformed extends Exception {
    private final @Nullable String hint;

    Malformed(String message) {
        this(message, null);
    }

    Malformed(String message, @Nullable String hint) {
        // a file may have 200,000 of them, and where in our code they were found says nothing
        super(message, null, false, false);
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
