package io.jcompose.network.dns;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.nio.channels.SelectableChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A question to one server, ended once: by an answer, a failure or the time. */
abstract class Exchange {
    private static final int PORT = 53;
    private static final int HEADER = 12;

    private final EventLoop loop;
    private final SelectableChannel channel;
    private final byte[] query;
    private final Consumer<byte @Nullable []> done;
    private EventLoop.@Nullable Timer timer;
    private boolean ended;

    Exchange(EventLoop loop, SelectableChannel channel, byte[] query, Consumer<byte @Nullable []> done) {
        this.loop = loop;
        this.channel = channel;
        this.query = query;
        this.done = done;
    }

    /** The server's socket address; UnknownHostException for what is no address after all. */
    static InetSocketAddress addressOf(String server) throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByName(server), PORT);
    }

    static StandardProtocolFamily familyOf(InetSocketAddress address) {
        return address.getAddress() instanceof Inet6Address
                ? StandardProtocolFamily.INET6
                : StandardProtocolFamily.INET;
    }

    final void giveUpAfter(Duration time) {
        if (!ended) {
            timer = loop.after(time, () -> end(null));
        }
    }

    /** Ends with an answer, or null for none. */
    final void end(byte @Nullable [] answer) {
        if (ended) {
            return;
        }
        ended = true;
        if (timer != null) {
            loop.cancel(timer);
        }
        EventLoop.close(channel);
        done.accept(answer);
    }

    /** Whether these bytes answer the query: the same number, a response, and the same question if there is one. */
    final boolean isAnswer(byte[] packet) {
        if (packet.length < HEADER || packet[0] != query[0] || packet[1] != query[1] || packet[2] >= 0) {
            return false;
        }
        boolean questionEchoed = packet[4] != 0 || packet[5] != 0;
        int end = questionEnd();
        return !questionEchoed || (packet.length >= end && Arrays.equals(packet, HEADER, end, query, HEADER, end));
    }

    /** Behind the first question; its name is not compressed, since nothing stands before it. */
    private int questionEnd() {
        int at = HEADER;
        while (at < query.length && query[at] != 0) {
            at += (query[at] & 0xff) + 1;
        }
        return Math.min(at + 5, query.length);
    }
}
