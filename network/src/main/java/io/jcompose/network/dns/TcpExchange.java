package io.jcompose.network.dns;

import io.jcompose.network.netlink.Netns;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A question by TCP (RFC 7766): two bytes of length before each message. */
final class TcpExchange extends Exchange {
    private final SocketChannel channel;
    private final Framing framing = new Framing(Answering.LARGEST_TCP);

    private TcpExchange(EventLoop loop, SocketChannel channel, byte[] query, Consumer<byte @Nullable []> done) {
        super(loop, channel, query, done);
        this.channel = channel;
        framing.send(query);
    }

    static Exchange start(EventLoop loop, Netns host, String server, byte[] query, Consumer<byte @Nullable []> done)
            throws IOException {
        InetSocketAddress address = addressOf(server);
        SocketChannel channel = host.call(() -> SocketChannel.open(familyOf(address)));
        try {
            var exchange = new TcpExchange(loop, channel, query, done);
            loop.watch(channel, SelectionKey.OP_CONNECT, exchange::ready);
            channel.connect(address);
            return exchange;
        } catch (IOException e) {
            EventLoop.close(channel);
            throw e;
        }
    }

    private void ready(SelectionKey key) {
        try {
            if (key.isConnectable()) {
                channel.finishConnect();
            }
            if (!key.isReadable()) {
                key.interestOps(framing.flush(channel) ? SelectionKey.OP_READ : SelectionKey.OP_WRITE);
                return;
            }
            List<byte[]> packets = framing.read(channel);
            if (framing.isAtEnd()) {
                end(null);
                return;
            }
            packets.stream().filter(this::isAnswer).findFirst().ifPresent(this::end);
        } catch (IOException e) {
            // Refused or reset: the next server is asked.
            end(null);
        }
    }
}
