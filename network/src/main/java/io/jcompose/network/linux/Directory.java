package io.jcompose.network.linux;

import io.jcompose.network.Endpoint;
import io.jcompose.network.NetworkState;
import io.jcompose.network.Zone;
import io.jcompose.network.dns.View;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who sees which names: an immutable picture, so that the name servers wait for nobody. A container that is on several
 * networks sees the names of all of them, whichever gateway it asks.
 */
final class Directory {
    private final Map<String, Boolean> internal = new HashMap<>();
    private final Map<String, Map<String, String>> ownersByAddress = new HashMap<>();
    private final Map<String, Map<String, String>> addressesByOwner = new HashMap<>();
    private final @Nullable Map<String, Zone> zones;

    /**
     * @param zones names by network, or null while they are not known
     */
    Directory(Collection<NetworkState> networks, Collection<Endpoint> endpoints, @Nullable Map<String, Zone> zones) {
        this.zones = zones;
        networks.forEach(state -> internal.put(state.spec().name(), state.spec().internal()));
        for (Endpoint endpoint : endpoints) {
            ownersByAddress
                    .computeIfAbsent(endpoint.network(), key -> new HashMap<>())
                    .put(endpoint.address(), endpoint.owner());
            addressesByOwner
                    .computeIfAbsent(endpoint.owner(), key -> new HashMap<>())
                    .put(endpoint.network(), endpoint.address());
        }
    }

    /** What a client sees that asks on a network. */
    View view(String network, String client) {
        String owner = ownersByAddress.getOrDefault(network, Map.of()).get(client);
        Map<String, String> attached = new HashMap<>();
        if (owner != null) {
            attached.putAll(addressesByOwner.getOrDefault(owner, Map.of()));
        }
        attached.put(network, client);
        List<View.NamedZone> seen = new ArrayList<>();
        seen.add(zone(network, client));
        attached.keySet().stream()
                .filter(other -> !other.equals(network))
                .sorted()
                .forEach(other -> seen.add(zone(other, attached.getOrDefault(other, ""))));
        boolean forwards = attached.keySet().stream().anyMatch(one -> !internal.getOrDefault(one, true));
        return new View(client, seen, forwards, zones != null);
    }

    private View.NamedZone zone(String network, String address) {
        Zone zone = zones == null ? Zone.EMPTY : zones.getOrDefault(network, Zone.EMPTY);
        return new View.NamedZone(network, address, zone);
    }
}
