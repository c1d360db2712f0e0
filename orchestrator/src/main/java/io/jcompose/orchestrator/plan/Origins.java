package io.jcompose.orchestrator.plan;

import java.util.Map;
import java.util.Set;

/**
 * Where what there is came from.
 *
 * @param networks by real name
 * @param volumes by real name
 * @param users by real name of a volume: ids of the containers in which it is mounted
 */
public record Origins(Map<String, Origin> networks, Map<String, Origin> volumes, Map<String, Set<String>> users) {
    public static final Origins NONE = new Origins(Map.of(), Map.of(), Map.of());

    public Origin network(String name) {
        return networks.getOrDefault(name, Origin.UNKNOWN);
    }

    public Origin volume(String name) {
        return volumes.getOrDefault(name, Origin.UNKNOWN);
    }

    public Set<String> users(String volume) {
        return users.getOrDefault(volume, Set.of());
    }
}
