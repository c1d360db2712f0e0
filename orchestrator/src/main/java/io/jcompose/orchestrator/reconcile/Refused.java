package io.jcompose.orchestrator.reconcile;

/** A request that cannot be fulfilled, in a sentence for the user, with the tree path of the value it comes from. */
public final class Refused extends Exception {
    private final Kind kind;
    private final String path;

    /** What sort of refusal it is. */
    public enum Kind {
        NOT_FOUND,
        CONFLICT,
        FAILED
    }

    public Refused(Kind kind, String message, String path) {
        super(message);
        this.kind = kind;
        this.path = path;
    }

    public Kind kind() {
        return kind;
    }

    /** As {@code services.web.ports[0]}; empty when there is none. */
    public String path() {
        return path;
    }
}
