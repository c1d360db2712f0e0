package io.jcompose.network;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A network as it is wanted.
 *
 * @param name real name, unique on this daemon
 * @param internal whether it has no way outside: no default route, no masquerade, no published ports, no forwarding of
 *     names
 * @param subnet IPv4 CIDR, or null for a free one of the pool
 * @param gateway the bridge's address, or null for the first of the subnet
 * @param labels what whoever wants it notes of it; nothing acts on them
 */
public record NetworkSpec(
        String name,
        boolean internal,
        @Nullable String subnet,
        @Nullable String gateway,
        Map<String, String> labels) {
    public NetworkSpec {
        labels = Map.copyOf(labels);
    }

    /** One without labels. */
    public NetworkSpec(String name, boolean internal, @Nullable String subnet, @Nullable String gateway) {
        this(name, internal, subnet, gateway, Map.of());
    }
}
