package io.jcompose.orchestrator.observe;

import java.util.Map;
import java.util.Set;

/**
 * What a full check found out of order.
 *
 * @param networks damaged networks
 * @param endpoints container id to the networks on which its interface is damaged
 * @param table whether ports and names must be applied again
 */
public record Drift(Set<String> networks, Map<String, Set<String>> endpoints, boolean table) {
    public static final Drift NONE = new Drift(Set.of(), Map.of(), false);
}
