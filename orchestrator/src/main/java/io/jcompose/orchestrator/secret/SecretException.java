package io.jcompose.orchestrator.secret;

import java.io.IOException;

/** Something about a secret cannot be done; the message is a sentence for the user and holds no content. */
public final class SecretException extends IOException {
    private final Kind kind;

    /** What sort of failure it is. */
    public enum Kind {
        NOT_FOUND,
        CONFLICT,
        DAMAGED
    }

    SecretException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
