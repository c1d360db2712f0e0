package io.jcompose.network.linux;

import io.jcompose.network.Endpoint;
import io.jcompose.network.EndpointSpec;
import io.jcompose.network.NetworkDamage;
import io.jcompose.network.NetworkException;
import io.jcompose.network.NetworkException.AddressesExhausted;
import io.jcompose.network.NetworkSpec;
import io.jcompose.network.NetworkState;
import io.jcompose.network.address.AddressPool;
import io.jcompose.network.address.Ipv4;
import io.jcompose.network.address.Subnet;
import io.jcompose.network.link.Mac;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who has which subnet, address and interface name. Decides, and touches nothing. Not thread-safe. */
final class LeaseBook {
    private final NetworkLayout layout;
    private final Map<String, NetworkState> networks = new LinkedHashMap<>();
    private final Map<NetworkDamage.Key, Endpoint> endpoints = new LinkedHashMap<>();
    /** Last address that was given out, by network. */
    private final Map<String, Integer> cursors = new HashMap<>();

    LeaseBook(NetworkLayout layout, Leases leases) {
        this.layout = layout;
        leases.networks().forEach(state -> networks.put(state.spec().name(), state));
        for (Endpoint endpoint : leases.endpoints()) {
            endpoints.put(keyOf(endpoint), endpoint);
            cursors.merge(endpoint.network(), Ipv4.parse(endpoint.address()), Math::max);
        }
    }

    List<NetworkState> networks() {
        return List.copyOf(networks.values());
    }

    List<Endpoint> endpoints() {
        return List.copyOf(endpoints.values());
    }

    @Nullable
    NetworkState network(String name) {
        return networks.get(name);
    }

    @Nullable
    Endpoint endpoint(String owner, String network) {
        return endpoints.get(new NetworkDamage.Key(owner, network));
    }

    boolean isEmpty(String network) {
        return endpoints.keySet().stream().noneMatch(key -> key.network().equals(network));
    }

    void remove(String network) {
        networks.remove(network);
        cursors.remove(network);
    }

    void remove(Endpoint endpoint) {
        endpoints.remove(keyOf(endpoint));
    }

    /** The network's lease; a new subnet avoids {@code foreign} ones. */
    NetworkState lease(NetworkSpec spec, Collection<Subnet> foreign) throws NetworkException {
        NetworkState known = networks.get(spec.name());
        if (known != null && known.spec().equals(spec)) {
            return known;
        }
        if (known != null && !isEmpty(spec.name())) {
            throw new NetworkException("network " + spec.name()
                    + " is in use and cannot be changed; stop the containers that are connected to it first");
        }
        Set<Subnet> ours = new HashSet<>();
        for (NetworkState state : networks.values()) {
            if (!state.spec().name().equals(spec.name())) {
                ours.add(Subnet.parse(state.subnet()));
            }
        }
        Subnet subnet = spec.subnet() == null ? free(spec, ours, foreign) : wanted(spec, spec.subnet(), ours);
        int gateway = gateway(spec, subnet);
        String bridge = known != null
                ? known.bridge()
                : LinkNames.choose(
                        layout.bridgePrefix(),
                        spec.name(),
                        name -> networks.values().stream()
                                .anyMatch(state -> state.bridge().equals(name)));
        var state = new NetworkState(spec, bridge, subnet.toString(), Ipv4.format(gateway));
        networks.put(spec.name(), state);
        return state;
    }

    private static Subnet free(NetworkSpec spec, Set<Subnet> ours, Collection<Subnet> foreign)
            throws AddressesExhausted {
        List<Subnet> taken = new ArrayList<>(ours);
        taken.addAll(foreign);
        return AddressPool.DEFAULT
                .freeSubnet(taken)
                .orElseThrow(() -> new AddressesExhausted("no free subnet is left for network " + spec.name()
                        + "; remove networks that are not used, or choose one with ipam.config.subnet"));
    }

    private static Subnet wanted(NetworkSpec spec, String text, Set<Subnet> ours) throws NetworkException {
        Subnet subnet = parse(spec, text);
        if (subnet.prefix() > AddressPool.LONGEST_PREFIX || subnet.prefix() < 8) {
            throw new NetworkException("subnet " + text + " of network " + spec.name()
                    + " has no room for a gateway and a container, or is too big; choose a prefix from 8 to "
                    + AddressPool.LONGEST_PREFIX);
        }
        for (Subnet other : ours) {
            if (other.overlaps(subnet)) {
                throw new AddressesExhausted("subnet " + subnet + " of network " + spec.name() + " overlaps " + other
                        + " of another network; choose another one");
            }
        }
        return subnet;
    }

    private static Subnet parse(NetworkSpec spec, String text) throws NetworkException {
        try {
            return Subnet.parse(text);
        } catch (IllegalArgumentException e) {
            throw new NetworkException("network " + spec.name() + ": " + e.getMessage(), e);
        }
    }

    private static int gateway(NetworkSpec spec, Subnet subnet) throws NetworkException {
        if (spec.gateway() == null) {
            return subnet.network() + 1;
        }
        int gateway = address(spec.gateway(), "gateway of network " + spec.name());
        if (!subnet.isHost(gateway)) {
            throw new NetworkException("gateway " + spec.gateway() + " of network " + spec.name()
                    + " is not an address of its subnet " + subnet);
        }
        return gateway;
    }

    /** The endpoint's lease; the same as before where it still fits. */
    Endpoint lease(EndpointSpec spec) throws NetworkException {
        NetworkState network = networks.get(spec.network());
        if (network == null) {
            throw new NetworkException("there is no network " + spec.network());
        }
        var key = new NetworkDamage.Key(spec.owner(), spec.network());
        Endpoint known = endpoints.get(key);
        Subnet subnet = Subnet.parse(network.subnet());
        int address = address(spec, known, network, subnet);
        String link = known != null
                ? known.hostInterface()
                : LinkNames.choose(
                        layout.vethPrefix(),
                        spec.owner() + "\0" + spec.network(),
                        name -> endpoints.values().stream()
                                .anyMatch(endpoint -> endpoint.hostInterface().equals(name)));
        var endpoint = new Endpoint(
                spec.owner(),
                spec.network(),
                spec.interfaceName(),
                Ipv4.format(address),
                subnet.prefix(),
                Mac.of(address),
                link);
        endpoints.put(key, endpoint);
        return endpoint;
    }

    /** Puts back what {@link #lease(EndpointSpec)} replaced, after a failure. */
    void restore(Endpoint failed, @Nullable Endpoint before) {
        if (before == null) {
            endpoints.remove(keyOf(failed));
        } else {
            endpoints.put(keyOf(before), before);
        }
    }

    private int address(EndpointSpec spec, @Nullable Endpoint known, NetworkState network, Subnet subnet)
            throws NetworkException {
        Map<String, String> taken = new HashMap<>();
        taken.put(network.gateway(), "the gateway");
        for (Endpoint endpoint : endpoints.values()) {
            boolean other = !endpoint.owner().equals(spec.owner());
            if (other && endpoint.network().equals(spec.network())) {
                taken.put(endpoint.address(), endpoint.owner());
            }
        }
        if (spec.address() != null) {
            int address = address(spec.address(), "address on network " + spec.network());
            if (!subnet.isHost(address)) {
                throw new NetworkException(
                        "address " + spec.address() + " is not in subnet " + subnet + " of network " + spec.network());
            }
            String holder = taken.get(Ipv4.format(address));
            if (holder != null) {
                throw new AddressesExhausted("address " + spec.address() + " on network " + spec.network()
                        + " is in use by " + holder + "; choose another one");
            }
            return address;
        }
        if (known != null && subnet.isHost(Ipv4.parse(known.address()))) {
            return Ipv4.parse(known.address());
        }
        int last = cursors.getOrDefault(spec.network(), subnet.network());
        int address = AddressPool.freeAddress(subnet, last, candidate -> taken.containsKey(Ipv4.format(candidate)))
                .orElseThrow(() -> new AddressesExhausted("no free address is left in subnet " + subnet + " of network "
                        + spec.network() + "; choose a bigger subnet"));
        cursors.put(spec.network(), address);
        return address;
    }

    private static int address(String text, String what) throws NetworkException {
        try {
            return Ipv4.parse(text);
        } catch (IllegalArgumentException e) {
            throw new NetworkException(what + ": " + e.getMessage(), e);
        }
    }

    private static NetworkDamage.Key keyOf(Endpoint endpoint) {
        return new NetworkDamage.Key(endpoint.owner(), endpoint.network());
    }
}
