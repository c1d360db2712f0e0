package io.jcompose.orchestrator.plan;

/** What the probes say of a container. */
public enum Health {
    NONE,
    STARTING,
    HEALTHY,
    UNHEALTHY;

    /** The word on the screen. */
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
