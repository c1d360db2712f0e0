package io.jcompose.network.dns;

import io.jcompose.network.address.Ipv4;
import io.jcompose.network.address.Subnet;
import io.jcompose.network.dns.Answering.Client;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A network's name server for TCP. Connections are bounded, in all and for one client. */
final class TcpListener implements EventLoop.Handler {
    private static final Logger LOG = LoggerFactory.getLogger(TcpListener.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int MAX_OPEN = 200;
    private static final int MAX_OPEN_OF_CLIENT = 20;

    private final EventLoop loop;
    private final String network;
    private final Subnet subnet;
    private final ServerSocketChannel channel;
    private final Answering answering;
    private final Map<SocketChannel, String> open = new HashMap<>();

    TcpListener(EventLoop loop, String network, Subnet subnet, ServerSocketChannel channel, Answering answering) {
        this.loop = loop;
        this.network = network;
        this.subnet = subnet;
        this.channel = channel;
        this.answering = answering;
    }

    @Override
    public void ready(SelectionKey key) {
        try {
            SocketChannel client = channel.accept();
            if (client != null) {
                accept(client);
            }
        } catch (IOException e) {
            LOG.warn("the name server of {} pauses: {}", network, e.getMessage());
            key.interestOps(0);
            loop.after(PAUSE, () -> resume(key));
        }
    }

    /** Without the pause a lack of descriptors would be met again at once, for ever. */
    private static void resume(SelectionKey key) {
        if (key.isValid()) {
            key.interestOps(SelectionKey.OP_ACCEPT);
        }
    }

    private void accept(SocketChannel client) throws IOException {
        int address = Ipv4.of(
                ((InetSocketAddress) client.getRemoteAddress()).getAddress().getAddress());
        String text = Ipv4.format(address);
        long ofClient = open.values().stream().filter(text::equals).count();
        if (!subnet.contains(address) || open.size() >= MAX_OPEN || ofClient >= MAX_OPEN_OF_CLIENT) {
            client.close();
            return;
        }
        open.put(client, text);
        new TcpConnection(loop, client, new Client(network, text, true), answering, () -> open.remove(client)).start();
    }

    /** Ends all connections. */
    void end() {
        open.keySet().forEach(EventLoop::close);
        open.clear();
    }
}
