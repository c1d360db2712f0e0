package io.jcompose.network.dns;

import io.jcompose.network.address.Ipv4;
import io.jcompose.network.address.Subnet;
import io.jcompose.network.dns.Answering.Client;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A network's name server for UDP. Who is not on the network gets no answer. */
final class UdpListener implements EventLoop.Handler {
    private static final Logger LOG = LoggerFactory.getLogger(UdpListener.class);
    /** Then the other sockets have their turn. */
    private static final int PACKETS_IN_A_ROW = 32;

    private final String network;
    private final Subnet subnet;
    private final DatagramChannel channel;
    private final Answering answering;
    private final ByteBuffer buffer = ByteBuffer.allocate(4096);

    UdpListener(String network, Subnet subnet, DatagramChannel channel, Answering answering) {
        this.network = network;
        this.subnet = subnet;
        this.channel = channel;
        this.answering = answering;
    }

    @Override
    public void ready(SelectionKey key) {
        for (int i = 0; i < PACKETS_IN_A_ROW; i++) {
            buffer.clear();
            SocketAddress from;
            try {
                from = channel.receive(buffer);
            } catch (IOException e) {
                LOG.debug("cannot receive on {}", network, e);
                return;
            }
            if (!(from instanceof InetSocketAddress client)) {
                return;
            }
            answer(client, Arrays.copyOf(buffer.array(), buffer.position()));
        }
    }

    private void answer(InetSocketAddress from, byte[] packet) {
        int address = Ipv4.of(from.getAddress().getAddress());
        if (subnet.contains(address)) {
            var client = new Client(network, Ipv4.format(address), false);
            answering.answer(packet, client, answer -> send(answer, from));
        }
    }

    private void send(byte[] answer, InetSocketAddress client) {
        if (!channel.isOpen()) {
            return;
        }
        try {
            channel.send(ByteBuffer.wrap(answer), client);
        } catch (IOException e) {
            LOG.debug("cannot answer {}", client, e);
        }
    }
}
