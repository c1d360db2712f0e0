package io.jcompose.network.dns;

import io.jcompose.network.Zone;
import java.util.List;

/**
 * What one client may see.
 *
 * @param client its IPv4 address
 * @param networks the networks that it is on, the one that it asks first
 * @param forwards whether other names are asked of the host's resolvers
 * @param complete whether the zones are known: before, a plain name is rather not answered than denied
 */
public record View(String client, List<NamedZone> networks, boolean forwards, boolean complete) {
    public View {
        networks = List.copyOf(networks);
    }

    /** A network's zone; {@code address} is the client's on this network (its link names stand under it). */
    public record NamedZone(String network, String address, Zone zone) {}

    /** Says what a client sees that asks on a network. Called for each query. */
    @FunctionalInterface
    public interface Source {
        View of(String network, String client);
    }
}
