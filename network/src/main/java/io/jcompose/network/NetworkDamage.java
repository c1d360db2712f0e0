package io.jcompose.network;

import java.util.Set;

/**
 * What a full check found missing or changed.
 *
 * @param networks names of networks whose bridge is gone or wrong: {@link Networks#ensure} puts it right
 * @param endpoints owner and network of endpoints whose veth is gone or off its bridge: {@link Networks#connect}
 * @param table whether the nf_tables table is gone or changed: {@link Networks#publish}
 */
public record NetworkDamage(Set<String> networks, Set<Key> endpoints, boolean table) {
    /** Key of an endpoint. */
    public record Key(String owner, String network) {}

    public boolean isEmpty() {
        return networks.isEmpty() && endpoints.isEmpty() && !table;
    }
}
