package io.jcompose.orchestrator.reconcile;

import java.util.List;
import java.util.stream.Collectors;

/** A request that cannot be fulfilled, with every reason. */
public final class Refused extends Exception {
    private final Kind kind;
    private final transient List<Reason> reasons;

    /** What sort of refusal it is. */
    public enum Kind {
        NOT_FOUND,
        CONFLICT,
        FAILED
    }

    /**
     * One reason.
     *
     * @param message a sentence for the user
     * @param path tree path of the value that it comes from, as {@code services.web.ports[0]}; empty when there is none
     */
    public record Reason(String message, String path) {}

    public Refused(Kind kind, String message, String path) {
        this(kind, List.of(new Reason(message, path)));
    }

    /** At least one reason. */
    public Refused(Kind kind, List<Reason> reasons) {
        super(reasons.stream().map(Reason::message).collect(Collectors.joining("\n")));
        this.kind = kind;
        this.reasons = List.copyOf(reasons);
    }

    public Kind kind() {
        return kind;
    }

    public List<Reason> reasons() {
        return reasons;
    }
}
