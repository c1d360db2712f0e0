package io.jcompose.orchestrator.plan;

/**
 * What an action works on; no two actions work on one at a time.
 *
 * @param project empty for what belongs to the host
 */
public record Resource(String project, Kind kind, String name) {
    /** Kinds of resources. */
    public enum Kind {
        PROJECT,
        UPDATE,
        IMAGE,
        PORTS,
        NETWORK,
        VOLUME,
        SLOT,
        CONTAINER,
        ROUTING
    }
}
