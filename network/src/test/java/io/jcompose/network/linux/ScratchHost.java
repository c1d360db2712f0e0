package io.jcompose.network.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.jcompose.network.EndpointSpec;
import io.jcompose.network.NetworkException;
import io.jcompose.network.NetworkSpec;
import io.jcompose.network.NetworkState;
import io.jcompose.network.address.Ipv4;
import io.jcompose.network.firewall.NfTables;
import io.jcompose.network.link.Link;
import io.jcompose.network.link.LinkAddress;
import io.jcompose.network.link.Links;
import io.jcompose.network.link.Mac;
import io.jcompose.network.link.VethPair;
import io.jcompose.runtime.disk.Disk;
import io.jcompose.runtime.disk.DiskWitness;
import io.jcompose.runtime.linux.Fd;
import io.jcompose.runtime.linux.Flags;
import io.jcompose.runtime.linux.Kernel;
import io.jcompose.runtime.linux.NetworkNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A network namespace that plays the host, one that plays the world outside, and some for containers. */
final class ScratchHost implements AutoCloseable {
    static final String INSTANCE = "0badcafe";
    static final String HOST_ADDRESS = "192.0.2.1";
    static final String OUTSIDE_ADDRESS = "192.0.2.2";

    private final Kernel kernel = Kernel.live();
    private final Path directory;
    private final Map<String, Path> namespaces = new LinkedHashMap<>();
    private final List<AutoCloseable> peers = new ArrayList<>();
    private @Nullable LinuxNetworks networks;

    ScratchHost() throws IOException {
        directory = Files.createTempDirectory("jcompose-network");
        namespace("host");
        namespace("outside");
        in("host", () -> up("lo"));
        in("outside", () -> up("lo"));
        linkOutside();
    }

    private void linkOutside() throws IOException {
        int address = Ipv4.parse(OUTSIDE_ADDRESS);
        in("host", () -> {
            try (Links links = Links.open(kernel);
                    Fd outside = kernel.open(path("outside"), Flags.O_RDONLY, 0)) {
                Link end = links.addVeth(new VethPair("uplink", 0, "eth0", Mac.of(address), 1500), outside);
                links.setOnlyAddress(new LinkAddress(end.index(), Ipv4.parse(HOST_ADDRESS), 24));
                return end;
            }
        });
        in("outside", () -> {
            try (Links links = Links.open(kernel)) {
                links.up("eth0");
                Link end = links.find("eth0");
                assertThat(end).isNotNull();
                links.setOnlyAddress(new LinkAddress(end == null ? 0 : end.index(), address, 24));
                return address;
            }
        });
    }

    private boolean up(String link) throws IOException {
        try (Links links = Links.open(kernel)) {
            links.up(link);
            return true;
        }
    }

    Kernel kernel() {
        return kernel;
    }

    Path directory() {
        return directory;
    }

    NetworkLayout layout() {
        return new NetworkLayout(directory.resolve("leases.json"), INSTANCE, path("host"));
    }

    LinuxNetworks networks() throws NetworkException {
        if (networks == null) {
            networks =
                    LinuxNetworks.open(kernel, layout(), new Disk(DiskWitness.NONE), directory.resolve("resolv.conf"));
        }
        return networks;
    }

    /** What a daemon that was killed leaves: all in the kernel, nothing in memory. */
    void restart() throws NetworkException {
        networks().close();
        networks = null;
    }

    /** Like {@link #restart}, of networks that the test has closed. */
    void forget() {
        networks = null;
    }

    Path path(String name) {
        Path path = namespaces.get(name);
        if (path == null) {
            throw new IllegalArgumentException("no namespace " + name);
        }
        return path;
    }

    Path namespace(String name) throws IOException {
        Path path = Files.createFile(directory.resolve(name));
        NetworkNamespace.create(kernel, path);
        namespaces.put(name, path);
        return path;
    }

    /** The reboot of the host: all namespaces with their links and tables are new. */
    void reboot() throws IOException, NetworkException {
        restart();
        closePeers();
        for (Path path : namespaces.values()) {
            kernel.unmount(path, Flags.MNT_DETACH);
            NetworkNamespace.create(kernel, path);
        }
        in("host", () -> up("lo"));
        in("outside", () -> up("lo"));
        linkOutside();
    }

    <T> T in(String name, NetworkNamespace.Work<T> work) throws IOException {
        return NetworkNamespace.call(kernel, path(name), work);
    }

    <T> T links(String name, LinkWork<T> work) throws IOException {
        return in(name, () -> {
            try (Links links = Links.open(kernel)) {
                return work.run(links);
            }
        });
    }

    interface LinkWork<T> {
        T run(Links links) throws IOException;
    }

    /** Makes a network with a pool subnet. */
    NetworkState network(String name) throws NetworkException {
        return networks().ensure(new NetworkSpec(name, false, null, null));
    }

    /** Makes a namespace and connects it: its address. */
    String container(String name, String network) throws NetworkException, IOException {
        namespace(name);
        return connect(name, network);
    }

    String connect(String name, String network) throws NetworkException {
        return networks()
                .connect(new EndpointSpec(name, path(name), network, "eth0", true, null))
                .address();
    }

    /** A server in a namespace on every address that says its name. */
    Peer serve(String name, int port) throws IOException {
        return serve(name, null, port);
    }

    Peer serve(String name, @Nullable String address, int port) throws IOException {
        Peer peer = in(name, () -> Peer.open(name, address, port));
        peers.add(peer);
        return peer;
    }

    /** A name server in a namespace that answers everything with one address. */
    void resolver(String name, String address, String answer) throws IOException {
        peers.add(in(name, () -> FakeResolver.open(address, answer)));
    }

    /** Opens a TCP connection and reads a line: {@code server client-address}, or {@code !} and the failure. */
    String tcp(String from, String address, int port) throws IOException {
        return in(from, () -> Peer.tcp(address, port));
    }

    String udp(String from, String address, int port) throws IOException {
        return in(from, () -> Peer.udp(address, port));
    }

    /** Names of the interfaces of the host that carry our instance. */
    List<String> linksOfOurs() throws IOException {
        return links(
                "host",
                links -> links.all().stream()
                        .map(Link::name)
                        .filter(name -> name.contains(INSTANCE))
                        .toList());
    }

    void deleteTable() throws IOException {
        in("host", () -> {
            try (NfTables tables = NfTables.open(kernel)) {
                tables.delete(layout().tableName());
                return true;
            }
        });
    }

    boolean tableExists() throws IOException {
        return in("host", () -> {
            try (NfTables tables = NfTables.open(kernel)) {
                return tables.exists(layout().tableName());
            }
        });
    }

    private void closePeers() throws IOException {
        for (AutoCloseable peer : peers) {
            try {
                peer.close();
            } catch (Exception e) {
                throw new IOException(e);
            }
        }
        peers.clear();
    }

    @Override
    public void close() throws IOException {
        closePeers();
        if (networks != null) {
            networks.close();
        }
        for (Path path : namespaces.values()) {
            kernel.unmount(path, Flags.MNT_DETACH);
            Files.delete(path);
        }
        Files.deleteIfExists(directory.resolve("leases.json"));
        Files.deleteIfExists(directory.resolve("resolv.conf"));
        Files.delete(directory);
        assertThat(Files.readString(Path.of("/proc/self/mounts")))
                .as("mounts left")
                .doesNotContain(directory.toString());
        try (Links links = Links.open(kernel)) {
            assertThat(links.all())
                    .as("links left")
                    .noneMatch(link -> link.name().contains(INSTANCE));
        }
    }
}
