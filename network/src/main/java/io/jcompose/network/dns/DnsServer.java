package io.jcompose.network.dns;

import io.jcompose.network.address.Ipv4;
import io.jcompose.network.address.Subnet;
import io.jcompose.network.netlink.Netns;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The name servers of all networks, one on each gateway address, on one thread. Where port 53 of a gateway is taken
 * (a name server of the host that listens on every address), another port is used; a rule must lead there.
 */
public final class DnsServer implements AutoCloseable {
    private static final int NAME_PORT = 53;
    private static final int TRIES = 20;

    private final Netns host;
    private final EventLoop loop;
    private final Answering answering;
    private final Map<String, Listening> networks = new HashMap<>();

    private record Listening(
            Subnet subnet, int gateway, int port, DatagramChannel udp, ServerSocketChannel tcp, TcpListener clients) {}

    private record Sockets(DatagramChannel udp, ServerSocketChannel tcp, int port) {}

    private DnsServer(Netns host, EventLoop loop, Answering answering) {
        this.host = host;
        this.loop = loop;
        this.answering = answering;
    }

    /**
     * @param resolvConf file with the resolvers that are asked for all other names, in the host's namespace
     */
    public static DnsServer start(Netns host, Path resolvConf, View.Source views) throws IOException {
        EventLoop loop = EventLoop.start();
        var forwarder = new Forwarder(loop, host, new HostResolvers(resolvConf));
        return new DnsServer(host, loop, new Answering(views, forwarder));
    }

    /** Listens on the gateway, which must be an address of the host by now: the port. Idempotent. */
    public synchronized int listen(String network, Subnet subnet, int gateway) throws IOException {
        Listening known = networks.get(network);
        if (known != null && known.subnet().equals(subnet) && known.gateway() == gateway) {
            return known.port();
        }
        stop(network);
        return listen(network, subnet, gateway, open(gateway, NAME_PORT));
    }

    private int listen(String network, Subnet subnet, int gateway, Sockets sockets) throws IOException {
        var clients = new TcpListener(loop, network, subnet, sockets.tcp(), answering);
        networks.put(network, new Listening(subnet, gateway, sockets.port(), sockets.udp(), sockets.tcp(), clients));
        return loop.call(() -> {
            var udp = new UdpListener(network, subnet, sockets.udp(), answering);
            loop.watch(sockets.udp(), SelectionKey.OP_READ, udp);
            loop.watch(sockets.tcp(), SelectionKey.OP_ACCEPT, clients);
            return sockets.port();
        });
    }

    /** Listens elsewhere than on port 53, for somebody who wants to publish that one: whether anything changed. */
    public synchronized boolean leaveNamePort() throws IOException {
        boolean changed = false;
        for (Map.Entry<String, Listening> entry : Map.copyOf(networks).entrySet()) {
            Listening one = entry.getValue();
            if (one.port() == NAME_PORT) {
                stop(entry.getKey());
                listen(entry.getKey(), one.subnet(), one.gateway(), openElsewhere(one.gateway()));
                changed = true;
            }
        }
        return changed;
    }

    /** The port on which the network's name server listens, or 0. */
    public synchronized int port(String network) {
        Listening known = networks.get(network);
        return known == null ? 0 : known.port();
    }

    /** Stops listening for a network. Idempotent. */
    public synchronized void stop(String network) throws IOException {
        Listening known = networks.remove(network);
        if (known != null) {
            loop.call(() -> {
                known.clients().end();
                loop.discard(known.udp());
                loop.discard(known.tcp());
                return network;
            });
        }
    }

    private Sockets open(int gateway, int port) throws IOException {
        try {
            return openAt(gateway, port);
        } catch (BindException e) {
            return openElsewhere(gateway);
        }
    }

    /** A port that is free for both protocols: UDP's choice, tried for TCP. */
    private Sockets openElsewhere(int gateway) throws IOException {
        for (int i = 1; ; i++) {
            try {
                return openAt(gateway, 0);
            } catch (BindException e) {
                if (i == TRIES) {
                    throw e;
                }
            }
        }
    }

    private Sockets openAt(int gateway, int port) throws IOException {
        InetAddress address = InetAddress.getByAddress(Ipv4.bytes(gateway));
        DatagramChannel udp = host.call(() -> DatagramChannel.open(StandardProtocolFamily.INET));
        ServerSocketChannel tcp = host.call(() -> ServerSocketChannel.open(StandardProtocolFamily.INET));
        try {
            udp.bind(new InetSocketAddress(address, port));
            int chosen = ((InetSocketAddress) udp.getLocalAddress()).getPort();
            tcp.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            tcp.bind(new InetSocketAddress(address, chosen));
            return new Sockets(udp, tcp, chosen);
        } catch (IOException e) {
            udp.close();
            tcp.close();
            throw e;
        }
    }

    @Override
    public void close() {
        loop.close();
    }
}
