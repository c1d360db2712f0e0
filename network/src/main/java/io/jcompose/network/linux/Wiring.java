package io.jcompose.network.linux;

import io.jcompose.network.Endpoint;
import io.jcompose.network.EndpointSpec;
import io.jcompose.network.NetworkDamage;
import io.jcompose.network.NetworkState;
import io.jcompose.network.address.Ipv4;
import io.jcompose.network.address.Subnet;
import io.jcompose.network.link.Link;
import io.jcompose.network.link.LinkAddress;
import io.jcompose.network.link.Links;
import io.jcompose.network.link.Mac;
import io.jcompose.network.link.Route;
import io.jcompose.network.link.Sysctl;
import io.jcompose.network.link.VethPair;
import io.jcompose.network.netlink.Netns;
import io.jcompose.runtime.linux.Fd;
import io.jcompose.runtime.linux.Flags;
import io.jcompose.runtime.linux.Kernel;
import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Makes bridges and veth pairs as the leases say, changing only what is not so yet. */
final class Wiring implements AutoCloseable {
    private final Netns host;
    private final Kernel kernel;
    private final Links links;
    private final LinkRemover remover;

    private Wiring(Netns host, Links links) {
        this.host = host;
        this.kernel = host.kernel();
        this.links = links;
        this.remover = new LinkRemover(links);
    }

    static Wiring open(Netns host) throws IOException {
        return new Wiring(host, host.call(() -> Links.open(host.kernel())));
    }

    /** The subnets to which this host has routes through other interfaces than those of the given names. */
    List<Subnet> foreignSubnets(Collection<String> own) throws IOException {
        Set<Integer> ownIndexes = links.all().stream()
                .filter(link -> own.contains(link.name()))
                .map(Link::index)
                .collect(Collectors.toSet());
        return links.routes().stream()
                .filter(route -> route.main() && !ownIndexes.contains(route.index()))
                .map(Route::destination)
                .filter(subnet -> subnet.prefix() > 0)
                .toList();
    }

    /** Makes or repairs a bridge, its address and the switches that it needs. */
    Link ensure(NetworkState network) throws IOException {
        int gateway = Ipv4.parse(network.gateway());
        Link bridge = links.find(network.bridge());
        if (bridge != null && !bridge.kind().equals("bridge")) {
            links.delete(network.bridge());
            bridge = null;
        }
        if (bridge == null) {
            bridge = links.addBridge(network.bridge(), Mac.of(gateway), uplinkMtu());
        } else if (!bridge.up()) {
            links.up(network.bridge());
        }
        var address = new LinkAddress(bridge.index(), gateway, prefix(network));
        if (!links.addresses().contains(address)) {
            links.setOnlyAddress(address);
        }
        Sysctl.forward(host);
        Sysctl.routeLocalnet(host, network.bridge());
        return bridge;
    }

    /** What fits through the default route's interface; more would be lost where nobody may say so. */
    private int uplinkMtu() throws IOException {
        Set<Integer> uplinks = links.routes().stream()
                .filter(route -> route.main() && route.destination().prefix() == 0)
                .map(Route::index)
                .collect(Collectors.toSet());
        return links.all().stream()
                .filter(link -> uplinks.contains(link.index()))
                .mapToInt(Link::mtu)
                .reduce(Links.USUAL_MTU, Math::min);
    }

    /** All IPv4 addresses of the host. */
    Set<Integer> hostAddresses() throws IOException {
        return links.addresses().stream().map(LinkAddress::address).collect(Collectors.toSet());
    }

    /** Whether the network's gateway is an address of this host, so that a server can listen there. */
    boolean isUp(NetworkState network) throws IOException {
        Link bridge = links.find(network.bridge());
        return bridge != null
                && links.addresses()
                        .contains(new LinkAddress(bridge.index(), Ipv4.parse(network.gateway()), prefix(network)));
    }

    /** Removes an interface, after those that are to be removed soon. */
    void remove(String link) throws IOException {
        remover.finish();
        links.delete(link);
    }

    /** Removes an interface without waiting for the kernel. */
    void removeSoon(String link) {
        remover.remove(link);
    }

    /** Makes or repairs an endpoint's veth pair, address and routes. */
    void connect(EndpointSpec spec, Endpoint endpoint, NetworkState network) throws IOException {
        remover.keep(endpoint.hostInterface());
        Link found = links.find(network.bridge());
        Link bridge = found == null ? ensure(network) : found;
        boolean leadsOut = spec.defaultRoute() && !network.spec().internal();
        try (Fd namespace = kernel.open(spec.namespace(), Flags.O_RDONLY, 0)) {
            new Netns(kernel, spec.namespace()).call(() -> {
                try (Links inside = Links.open(kernel)) {
                    Link end = pair(inside, namespace, endpoint, bridge);
                    inside.up("lo");
                    inside.noLinkLocal(end.name());
                    inside.up(end.name());
                    inside.setOnlyAddress(
                            new LinkAddress(end.index(), Ipv4.parse(endpoint.address()), endpoint.prefix()));
                    if (leadsOut) {
                        inside.setDefaultRoute(end.index(), Ipv4.parse(network.gateway()));
                    } else {
                        inside.deleteDefaultRoute(end.index());
                    }
                    return end;
                }
            });
        }
    }

    /** The inner end of the pair, which is made anew unless both ends are as they should be. */
    private Link pair(Links inside, Fd namespace, Endpoint endpoint, Link bridge) throws IOException {
        String outerName = endpoint.hostInterface();
        Link outer = links.find(outerName);
        Link inner = inside.find(endpoint.interfaceName());
        boolean paired = outer != null
                && inner != null
                && inner.peer() == outer.index()
                && inner.mac().equals(endpoint.mac());
        if (paired && outer != null && inner != null) {
            if (!isPlugged(outer, bridge.index())) {
                links.putOnBridge(outerName, bridge.index());
            }
            return inner;
        }
        if (outer != null) {
            links.delete(outerName);
        }
        var wanted = new VethPair(outerName, bridge.index(), endpoint.interfaceName(), endpoint.mac(), bridge.mtu());
        links.addVeth(wanted, namespace);
        Link made = inside.find(endpoint.interfaceName());
        if (made == null) {
            throw new IOException("interface " + endpoint.interfaceName() + " was made and is gone");
        }
        return made;
    }

    private static boolean isPlugged(Link outer, int bridge) {
        return outer.up() && outer.master() == bridge && outer.hairpin();
    }

    /** Names of the networks whose bridge is not as it should be. */
    Set<String> damagedNetworks(Collection<NetworkState> networks) throws IOException {
        Map<String, Link> byName = byName();
        List<LinkAddress> addresses = links.addresses();
        boolean forwards = Sysctl.forwards(host);
        Set<String> damaged = new HashSet<>();
        for (NetworkState network : networks) {
            Link bridge = byName.get(network.bridge());
            boolean whole = forwards
                    && bridge != null
                    && bridge.up()
                    && bridge.kind().equals("bridge")
                    && addresses.contains(
                            new LinkAddress(bridge.index(), Ipv4.parse(network.gateway()), prefix(network)))
                    && Sysctl.routesLocalnet(host, network.bridge());
            if (!whole) {
                damaged.add(network.spec().name());
            }
        }
        return damaged;
    }

    /** Endpoints whose outer end is gone or off its bridge. (The ends of a pair die together.) */
    Set<NetworkDamage.Key> damagedEndpoints(Collection<Endpoint> endpoints, Map<String, NetworkState> networks)
            throws IOException {
        Map<String, Link> byName = byName();
        Set<NetworkDamage.Key> damaged = new HashSet<>();
        for (Endpoint endpoint : endpoints) {
            NetworkState network = networks.get(endpoint.network());
            Link bridge = network == null ? null : byName.get(network.bridge());
            Link outer = byName.get(endpoint.hostInterface());
            if (bridge == null || outer == null || !isPlugged(outer, bridge.index())) {
                damaged.add(new NetworkDamage.Key(endpoint.owner(), endpoint.network()));
            }
        }
        return damaged;
    }

    /** Removes interfaces that carry our prefixes and are in no lease: a crash came between making and storing. */
    void removeStrays(NetworkLayout layout, Set<String> leased) throws IOException {
        remover.finish();
        for (Link link : links.all()) {
            boolean ours =
                    link.name().startsWith(layout.bridgePrefix()) || link.name().startsWith(layout.vethPrefix());
            if (ours && !leased.contains(link.name())) {
                links.delete(link.name());
            }
        }
    }

    private Map<String, Link> byName() throws IOException {
        return links.all().stream().collect(Collectors.toMap(Link::name, Function.identity(), (a, b) -> a));
    }

    private static int prefix(NetworkState network) {
        return Subnet.parse(network.subnet()).prefix();
    }

    @Override
    public void close() throws IOException {
        remover.finish();
        links.close();
    }
}
