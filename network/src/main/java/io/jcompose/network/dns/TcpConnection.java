package io.jcompose.network.dns;

import io.jcompose.network.dns.Answering.Client;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A client's TCP connection: several queries one after the other, ended when it is idle. */
final class TcpConnection {
    private static final Duration IDLE = Duration.ofSeconds(10);
    private static final int LARGEST_QUERY = 4096;
    /** Answers that the client does not fetch are not heaped up. */
    private static final int MAX_UNSENT = 16;

    private final EventLoop loop;
    private final SocketChannel channel;
    private final Client client;
    private final Answering answering;
    private final Runnable ended;
    private final Framing framing = new Framing(LARGEST_QUERY);
    private @Nullable SelectionKey key;
    private EventLoop.@Nullable Timer timer;

    TcpConnection(EventLoop loop, SocketChannel channel, Client client, Answering answering, Runnable ended) {
        this.loop = loop;
        this.channel = channel;
        this.client = client;
        this.answering = answering;
        this.ended = ended;
    }

    void start() throws IOException {
        key = loop.watch(channel, SelectionKey.OP_READ, this::ready);
        restartTimer();
    }

    private void ready(SelectionKey ready) {
        restartTimer();
        try {
            if (ready.isReadable()) {
                for (byte[] packet : framing.read(channel)) {
                    answering.answer(packet, client, this::send);
                }
                if (framing.isAtEnd()) {
                    end();
                    return;
                }
            }
            flush();
        } catch (IOException e) {
            // A reset, or a message that is too long: nothing more to say to this client.
            end();
        }
    }

    private void send(byte[] answer) {
        if (!channel.isOpen()) {
            return;
        }
        framing.send(answer);
        if (framing.unsentMessages() > MAX_UNSENT) {
            end();
            return;
        }
        try {
            flush();
        } catch (IOException e) {
            // The client has gone.
            end();
        }
    }

    private void flush() throws IOException {
        boolean all = framing.flush(channel);
        if (key != null && key.isValid()) {
            key.interestOps(all ? SelectionKey.OP_READ : SelectionKey.OP_WRITE);
        }
    }

    private void restartTimer() {
        if (timer != null) {
            loop.cancel(timer);
        }
        timer = loop.after(IDLE, this::end);
    }

    private void end() {
        if (timer != null) {
            loop.cancel(timer);
        }
        EventLoop.close(channel);
        ended.run();
    }
}
