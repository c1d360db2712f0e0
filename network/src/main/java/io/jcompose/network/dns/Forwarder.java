package io.jcompose.network.dns;

import io.jcompose.network.dns.Answering.Client;
import io.jcompose.network.netlink.Netns;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the host's resolvers, one after the other. Every question has a socket and a random number of its own, so that
 * an answer cannot be guessed; how many may be open is bounded, in all and for one client.
 */
final class Forwarder implements Answering.Upstream {
    private static final Logger LOG = LoggerFactory.getLogger(Forwarder.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int ROUNDS = 2;
    private static final int MAX_OPEN = 1000;
    private static final int MAX_OPEN_OF_CLIENT = 100;

    private final EventLoop loop;
    private final Netns host;
    private final HostResolvers resolvers;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Integer> openOfClient = new HashMap<>();
    private int open;

    Forwarder(EventLoop loop, Netns host, HostResolvers resolvers) {
        this.loop = loop;
        this.host = host;
        this.resolvers = resolvers;
    }

    @Override
    public void ask(byte[] query, Client client, Consumer<byte @Nullable []> reply) {
        List<String> servers = resolvers.addresses();
        int ofClient = openOfClient.getOrDefault(client.address(), 0);
        if (servers.isEmpty() || open >= MAX_OPEN || ofClient >= MAX_OPEN_OF_CLIENT) {
            reply.accept(null);
            return;
        }
        open++;
        openOfClient.put(client.address(), ofClient + 1);
        new Question(query, client, servers, answer -> {
                    open--;
                    openOfClient.computeIfPresent(client.address(), (key, count) -> count > 1 ? count - 1 : null);
                    reply.accept(answer);
                })
                .askNext();
    }

    /** One client's question on its way from server to server. */
    private final class Question {
        private final byte[] query;
        private final Client client;
        private final List<String> servers;
        private final Consumer<byte @Nullable []> done;
        private int tries;

        Question(byte[] query, Client client, List<String> servers, Consumer<byte @Nullable []> done) {
            this.query = query;
            this.client = client;
            this.servers = servers;
            this.done = done;
        }

        void askNext() {
            if (tries == servers.size() * ROUNDS) {
                done.accept(null);
                return;
            }
            String server = servers.get(tries % servers.size());
            tries++;
            byte[] renumbered = query.clone();
            ByteBuffer.wrap(renumbered).putShort((short) random.nextInt());
            try {
                Exchange exchange = client.tcp()
                        ? TcpExchange.start(loop, host, server, renumbered, this::answered)
                        : UdpExchange.start(loop, host, server, renumbered, this::answered);
                exchange.giveUpAfter(PATIENCE);
            } catch (IOException e) {
                LOG.debug("cannot ask {}", server, e);
                askNext();
            }
        }

        private void answered(byte @Nullable [] answer) {
            if (answer == null) {
                askNext();
                return;
            }
            answer[0] = query[0];
            answer[1] = query[1];
            done.accept(answer);
        }
    }
}
