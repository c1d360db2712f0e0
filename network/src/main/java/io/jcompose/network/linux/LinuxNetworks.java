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
import io.jcompose.network.dns.DnsServer;
import io.jcompose.network.netlink.Netns;
import io.jcompose.network.publish.PortReservations;
import io.jcompose.runtime.disk.Disk;
import io.jcompose.runtime.linux.Kernel;
import java.io.IOException;
import java.nio.file.Path;
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
    private static final Path RESOLV_CONF = Path.of("/etc/resolv.conf");
    private static final int NAME_PORT = 53;

    private final NetworkLayout layout;
    private final Netns host;
    private final LeaseWriter writer;
    private final LeaseBook book;
    private final Wiring wiring;
    private final Table table;
    private final Rules rules;
    private final PortReservations ports;
    private final DnsServer names;
    private @Nullable Map<String, Zone> zones;
    private volatile Directory directory;
    private long changes;

    private LinuxNetworks(Kernel kernel, NetworkLayout layout, LeaseFile file, Path resolvConf, Leases leases)
            throws IOException {
        this.host = new Netns(kernel, layout.hostNamespace());
        this.layout = layout;
        this.writer = new LeaseWriter(file);
        this.book = new LeaseBook(layout, leases);
        this.wiring = Wiring.open(host);
        this.table = new Table(host, layout.tableName());
        this.ports = new PortReservations(host);
        this.directory = new Directory(book.networks(), book.endpoints(), null);
        this.names = DnsServer.start(host, resolvConf, (network, client) -> directory.view(network, client));
        this.rules = new Rules(layout.tableName(), table, book, names, leases.publications());
    }

    /** The rules are put again because the name servers may listen elsewhere than those of the process before. */
    private void resume(Leases leases) throws IOException {
        ports.restore(leases.ports());
        boolean listening = false;
        for (NetworkState state : book.networks()) {
            if (wiring.isUp(state)) {
                listen(state);
                listening = true;
            }
        }
        if (listening) {
            rules.refresh();
        }
    }

    /** Reads the leases, holds the reserved ports and answers names again. Changes no link. */
    public static LinuxNetworks open(Kernel kernel, NetworkLayout layout, Disk disk) throws NetworkException {
        return open(kernel, layout, disk, RESOLV_CONF);
    }

    static LinuxNetworks open(Kernel kernel, NetworkLayout layout, Disk disk, Path resolvConf) throws NetworkException {
        try {
            var file = new LeaseFile(disk, layout.stateFile());
            Leases leases = file.read();
            var networks = new LinuxNetworks(kernel, layout, file, resolvConf, leases);
            try {
                networks.resume(leases);
                return networks;
            } catch (IOException e) {
                networks.close();
                throw e;
            }
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
            if (!state.equals(before)) {
                changed();
            }
            try {
                wiring.ensure(state);
                listen(state);
                rules.refresh();
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
        directory = new Directory(book.networks(), book.endpoints(), zones);
        try {
            names.stop(state.spec().name());
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
                names.stop(network);
                wiring.remove(state.bridge());
                book.remove(network);
                changed();
                rules.refresh();
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
                if (!endpoint.equals(before)) {
                    changed();
                }
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
            if (endpoint != null) {
                forget(endpoint);
            }
        }
        // Also when it was gone already: the disk may have been full then.
        save();
    }

    private void forget(Endpoint endpoint) {
        if (!rules.publications().isEmpty()) {
            table.forgetAnsweredBy(endpoint.address());
        }
        free(endpoint);
        book.remove(endpoint);
        changed();
        wiring.removeSoon(endpoint.hostInterface());
    }

    private void free(Endpoint endpoint) {
        try {
            rules.free(Ipv4.parse(endpoint.address()));
        } catch (IOException e) {
            LOG.warn("published ports may not lead to {} for a while: {}", endpoint.address(), e.getMessage());
        }
    }

    @Override
    public synchronized void retire(String owner) {
        if (rules.publications().isEmpty()) {
            return;
        }
        List<Integer> addresses = book.endpoints().stream()
                .filter(endpoint -> endpoint.owner().equals(owner))
                .map(endpoint -> Ipv4.parse(endpoint.address()))
                .toList();
        try {
            rules.retire(addresses);
        } catch (IOException e) {
            LOG.warn("clients of published ports may still be led to {}: {}", owner, e.getMessage());
        }
    }

    @Override
    public int reserve(String owner, @Nullable String hostAddress, int first, int last, Transport transport)
            throws NetworkException {
        String address = HostAddress.normal(hostAddress);
        int port;
        synchronized (this) {
            try {
                if (first != 0 && first <= NAME_PORT && last >= NAME_PORT && names.leaveNamePort()) {
                    rules.refresh();
                }
                port = ports.reserve(owner, address, first, last, transport);
                changes++;
            } catch (IOException e) {
                throw Failures.of("reserve port " + first + " for " + owner, e);
            }
        }
        save();
        return port;
    }

    @Override
    public synchronized Map<String, Integer> ports() {
        return ports.held();
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
        long number = rules.want(HostAddress.normal(wanted));
        synchronized (this) {
            try {
                if (rules.publish(number, wiring.hostAddresses())) {
                    changes++;
                }
            } catch (IOException e) {
                throw Failures.of("publish ports", e);
            }
        }
        save();
    }

    @Override
    public synchronized void names(Map<String, Zone> wanted) {
        zones = Map.copyOf(wanted);
        directory = new Directory(book.networks(), book.endpoints(), zones);
    }

    @Override
    public synchronized NetworkDamage check() throws NetworkException {
        try {
            Map<String, NetworkState> networks = byName();
            wiring.removeStrays(layout, leasedLinks());
            return new NetworkDamage(
                    wiring.damagedNetworks(networks.values()),
                    wiring.damagedEndpoints(book.endpoints(), networks),
                    !rules.areWhole());
        } catch (IOException e) {
            throw Failures.of("check the networks", e);
        }
    }

    /** Sentences about what another program does that hinders networks: packets that our rules accept may be dropped. */
    public List<String> obstacles() throws NetworkException {
        try {
            List<String> chains = NetworkDoctor.droppingForwardChains(host);
            return chains.isEmpty() ? List.of() : List.of(NetworkDoctor.obstacle(chains));
        } catch (IOException e) {
            throw Failures.of("look at the firewall", e);
        }
    }

    @Override
    public synchronized void close() {
        try (wiring;
                table;
                ports;
                names) {
            LOG.debug("closing the networks");
        } catch (IOException e) {
            LOG.warn("cannot close the networks: {}", e.getMessage());
        }
    }

    private void listen(NetworkState state) throws IOException {
        names.listen(state.spec().name(), Subnet.parse(state.subnet()), Ipv4.parse(state.gateway()));
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

    private void save() throws NetworkException {
        long mine;
        synchronized (this) {
            mine = changes;
        }
        try {
            writer.write(mine, this::picture);
        } catch (IOException e) {
            throw Failures.of("store the network leases", e);
        }
    }

    private synchronized LeaseWriter.Picture picture() {
        return new LeaseWriter.Picture(
                changes, new Leases(book.networks(), book.endpoints(), ports.all(), rules.publications()));
    }

    private void changed() {
        changes++;
        directory = new Directory(book.networks(), book.endpoints(), zones);
    }
}
