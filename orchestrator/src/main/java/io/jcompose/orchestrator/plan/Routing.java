package io.jcompose.orchestrator.plan;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Names and ports of all projects, as they should be now.
 *
 * @param ports published ports in a stable order
 * @param names network name to its names
 */
public record Routing(List<PublishedPort> ports, SortedMap<String, Names> names) {
    /** A host port and the addresses behind it, as {@code address:port}. */
    public record PublishedPort(@Nullable String hostIp, int port, boolean udp, List<String> targets) {}

    /**
     * Names of one network.
     *
     * @param names to addresses
     * @param clients a client's address to the names that it alone sees
     */
    public record Names(Map<String, List<String>> names, SortedMap<String, SortedMap<String, List<String>>> clients) {}
}
