package io.jcompose.orchestrator.plan;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is there, from memory: a snapshot that a round plans on.
 *
 * @param containers by id
 * @param networks by real name: whether each is whole
 * @param volumes real names, each with the project that it was made for; empty when nobody knows
 * @param ports what is held of host ports: key of {@link HeldPorts} to the port
 * @param inFlight what is being worked on now
 * @param failures what failed and when it is tried again
 * @param routing names and ports as last applied, or null when that is not known
 * @param origins where networks and volumes came from
 */
public record Observed(
        Map<String, ObservedContainer> containers,
        Map<String, Boolean> networks,
        Map<String, String> volumes,
        Map<String, Integer> ports,
        Set<Resource> inFlight,
        Map<Resource, Failure> failures,
        @Nullable Routing routing,
        Origins origins) {

    /** Without knowing where anything came from. */
    public Observed(
            Map<String, ObservedContainer> containers,
            Map<String, Boolean> networks,
            Map<String, String> volumes,
            Map<String, Integer> ports,
            Set<Resource> inFlight,
            Map<Resource, Failure> failures,
            @Nullable Routing routing) {
        this(containers, networks, volumes, ports, inFlight, failures, routing, Origins.NONE);
    }

    /**
     * An action that failed.
     *
     * @param attempts how often in a row
     * @param retryAt when it is tried again, CLOCK_BOOTTIME milliseconds
     * @param message a sentence for the user
     * @param path tree path of the value that it comes from
     * @param project whose action it was; a changed wish of that project is a new chance at once
     */
    public record Failure(int attempts, long retryAt, String message, String path, String project) {}
}
