package io.jcompose.orchestrator.cli.command;

/** What the user asked for does not fit together, or names something that is not there. */
public final class UsageException extends Exception {
    private final String hint;

    UsageException(String message) {
        this(message, "");
    }

    UsageException(String message, String hint) {
        super(message);
        this.hint = hint;
    }

    /** What to do, or empty. */
    public String hint() {
        return hint;
    }
}
