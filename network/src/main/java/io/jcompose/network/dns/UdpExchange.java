package io.jcompose.network.dns;

import io.jcompose.network.netlink.Netns;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A question by UDP. */
final class UdpExchange extends Exchange {
    private static final int LARGEST = 4096;

    private final DatagramChannel channel;

    private UdpExchange(EventLoop loop, DatagramChannel channel, byte[] query, Consumer<byte @Nullable []> done) {
        super(loop, channel, query, done);
        this.channel = channel;
    }

    static Exchange start(EventLoop loop, Netns host, String server, byte[] query, Consumer<byte @Nullable []> done)
            throws IOException {
        InetSocketAddress address = addressOf(server);
        DatagramChannel channel = host.call(() -> DatagramChannel.open(familyOf(address)));
        try {
            var exchange = new UdpExchange(loop, channel, query, done);
            loop.watch(channel, SelectionKey.OP_READ, key -> exchange.read());
            channel.connect(address);
            channel.write(ByteBuffer.wrap(query));
            return exchange;
        } catch (IOException e) {
            EventLoop.close(channel);
            throw e;
        }
    }

    private void read() {
        ByteBuffer buffer = ByteBuffer.allocate(LARGEST);
        try {
            channel.read(buffer);
        } catch (IOException e) {
            // The server's host says that nobody listens there.
            end(null);
            return;
        }
        byte[] packet = Arrays.copyOf(buffer.array(), buffer.position());
        if (isAnswer(packet)) {
            end(packet);
        }
    }
}
