package io.jcompose.network.linux;

import io.jcompose.network.Endpoint;
import io.jcompose.network.EndpointSpec;
import io.jcompose.network.NetworkDamage;
import io.jcompose.network.NetworkException;
import io.jcompose.network.NetworkSpec;
import io.jcompose.network.NetworkState;
import io.jcompose.network.Networks;
import io.jcompose.network.Publication;
import io.jcompose.network.Transport;
import io.jcompose.network.Zone;
import io.jcompose.network.address.Ipv4;
import io.jcompose.network.address.Subnet;
import io.jcompose.network.firewall.Firewall;
import io.jcompose.network.firewall.FirewallNetwork;
import io.jcompose.network.netlink.Netns;
import io.jcompose.network.publish.PortReservations;
import io.jcompose.runtime.linux.Kernel;
import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link Networks} of a Linux network namespace. The kernel makes one link at a time anyway (the rtnl lock), so one lock
 * here costs nothing; leases are written outside it, those of several callers in one go.
 */
public final class LinuxNetworks implements Networks {
    private static final Logger LOG = LoggerFactory.getLogger(LinuxNetworks.class);

    private final NetworkLayout layout;
    private final LeaseFile file;
    private final LeaseBook book;
    private final Wiring wiring;
    private final Table table;
    private final PortReservations ports;
    private final Object writing = new Object();
    private List<Publication> publications;
    private long changes;
    private long written;

    private LinuxNetworks(Kernel kernel, NetworkLayout layout, Leases leases) throws IOException {
        var host = new Netns(kernel, layout.hostNamespace());
        this.layout = layout;
        this.file = new LeaseFile(kernel, layout.stateFile());
        this.book = new LeaseBook(layout, leases);
        this.wiring = Wiring.open(host);
        this.table = Table.open(host, layout.tableName());
        this.ports = new PortReservations(host);
        this.publications = leases.publications();
        ports.restore(leases.ports());
    }

    /** Reads the leases and holds the reserved ports again. Changes no link and no rule. */
    public static LinuxNetworks open(Kernel kernel, NetworkLayout layout) throws NetworkException {
        try {
            return new LinuxNetworks(kernel, layout, new LeaseFile(kernel, layout.stateFile()).read());
        } catch (IOException e) {
            throw Failures.of("open the networks", e);
        }
    }

    @Override
    public synchronized Map<String, NetworkState> networks() {
        return byName();
    }

    @Override
    public synchronized List<Endpoint> endpoints() {
        return book.endpoints();
    }

    @Override
    public NetworkState ensure(NetworkSpec spec) throws NetworkException {
        NetworkState state;
        synchronized (this) {
            NetworkState before = book.network(spec.name());
            try {
                state = book.lease(spec, foreignSubnets());
            } catch (IOException e) {
                throw Failures.of("find a subnet for network " + spec.name(), e);
            }
            changes++;
            try {
                wiring.ensure(state);
                table.apply(ruleset());
            } catch (IOException e) {
                NetworkException failure = Failures.of("make network " + spec.name(), e);
                if (before == null) {
                    takeBack(state, failure);
                }
                throw failure;
            }
        }
        save();
        return state;
    }

    /** The first failure stays first; that of taking back is told with it. */
    private void takeBack(NetworkState state, NetworkException failure) {
        book.remove(state.spec().name());
        try {
            wiring.remove(state.bridge());
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    @Override
    public void remove(String network) throws NetworkException {
        synchronized (this) {
            NetworkState state = book.network(network);
            if (state == null) {
                return;
            }
            if (!book.isEmpty(network)) {
                throw new NetworkException("network " + network + " has containers that are connected to it");
            }
            try {
                wiring.remove(state.bridge());
                book.remove(network);
                changes++;
                if (book.networks().isEmpty()) {
                    table.delete();
                } else {
                    table.apply(ruleset());
                }
            } catch (IOException e) {
                throw Failures.of("remove network " + network, e);
            }
        }
        save();
    }

    @Override
    public Endpoint connect(EndpointSpec spec) throws NetworkException {
        Endpoint endpoint;
        synchronized (this) {
            Endpoint before = book.endpoint(spec.owner(), spec.network());
            endpoint = book.lease(spec);
            try {
                NetworkState network = book.network(spec.network());
                if (network != null) {
                    wiring.connect(spec, endpoint, network);
                }
                changes++;
            } catch (IOException e) {
                book.restore(endpoint, before);
                throw Failures.of("connect " + spec.owner() + " to network " + spec.network(), e);
            }
        }
        save();
        return endpoint;
    }

    @Override
    public void disconnect(String owner, String network) throws NetworkException {
        synchronized (this) {
            Endpoint endpoint = book.endpoint(owner, network);
            if (endpoint == null) {
                return;
            }
            try {
                wiring.remove(endpoint.hostInterface());
                book.remove(endpoint);
                changes++;
            } catch (IOException e) {
                throw Failures.of("disconnect " + owner + " from network " + network, e);
            }
        }
        save();
    }

    @Override
    public int reserve(String owner, @Nullable String hostAddress, int first, int last, Transport transport)
            throws NetworkException {
        int port;
        synchronized (this) {
            try {
                port = ports.reserve(owner, hostAddress, first, last, transport);
                changes++;
            } catch (IOException e) {
                throw Failures.of("reserve port " + first + " for " + owner, e);
            }
        }
        save();
        return port;
    }

    @Override
    public void release(String owner) {
        synchronized (this) {
            try {
                if (!ports.release(owner)) {
                    return;
                }
                changes++;
            } catch (IOException e) {
                LOG.warn("cannot close the sockets that held the ports of {}: {}", owner, e.getMessage());
            }
        }
        try {
            save();
        } catch (NetworkException e) {
            LOG.warn("{}", e.getMessage());
        }
    }

    @Override
    public void publish(Collection<Publication> wanted) throws NetworkException {
        synchronized (this) {
            publications = List.copyOf(wanted);
            changes++;
            try {
                if (book.networks().isEmpty()) {
                    table.delete();
                } else {
                    table.replace(ruleset());
                }
            } catch (IOException e) {
                throw Failures.of("publish ports", e);
            }
        }
        save();
    }

    @Override
    public void names(Map<String, Zone> zones) {}

    @Override
    public synchronized NetworkDamage check() throws NetworkException {
        try {
            Map<String, NetworkState> networks = byName();
            wiring.removeStrays(layout, leasedLinks());
            return new NetworkDamage(
                    wiring.damagedNetworks(networks.values()),
                    wiring.damagedEndpoints(book.endpoints(), networks),
                    !networks.isEmpty() && !table.isWhole());
        } catch (IOException e) {
            throw Failures.of("check the networks", e);
        }
    }

    @Override
    public synchronized void close() {
        try (wiring;
                table;
                ports) {
            LOG.debug("closing the networks");
        } catch (IOException e) {
            LOG.warn("cannot close the networks: {}", e.getMessage());
        }
    }

    private io.jcompose.network.firewall.Ruleset ruleset() {
        List<FirewallNetwork> networks = book.networks().stream()
                .map(state -> new FirewallNetwork(
                        state.bridge(),
                        Subnet.parse(state.subnet()),
                        Ipv4.parse(state.gateway()),
                        state.spec().internal(),
                        0))
                .toList();
        return Firewall.ruleset(layout.tableName(), networks, publications);
    }

    private List<Subnet> foreignSubnets() throws IOException {
        return wiring.foreignSubnets(leasedLinks());
    }

    private Set<String> leasedLinks() {
        Set<String> leased = new HashSet<>();
        book.networks().forEach(state -> leased.add(state.bridge()));
        book.endpoints().forEach(endpoint -> leased.add(endpoint.hostInterface()));
        return leased;
    }

    private Map<String, NetworkState> byName() {
        return book.networks().stream()
                .collect(Collectors.toMap(state -> state.spec().name(), Function.identity()));
    }

    /** Writes the leases unless another caller has meanwhile written this caller's changes with its own. */
    private void save() throws NetworkException {
        long mine;
        synchronized (this) {
            mine = changes;
        }
        synchronized (writing) {
            if (written >= mine) {
                return;
            }
            long now;
            Leases leases;
            synchronized (this) {
                now = changes;
                leases = new Leases(book.networks(), book.endpoints(), ports.all(), publications);
            }
            try {
                file.write(leases);
            } catch (IOException e) {
                throw Failures.of("store the network leases", e);
            }
            written = now;
        }
    }
}
