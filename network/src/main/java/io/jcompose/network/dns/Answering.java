package io.jcompose.network.dns;

import io.jcompose.network.dns.Resolver.Decision;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;

/** From the bytes of a query to the bytes of its answer, for UDP and TCP alike. */
final class Answering {
    private static final int HEADER = 12;
    private static final int CLASSIC_UDP = 512;
    static final int LARGEST_UDP = 4096;
    static final int LARGEST_TCP = 65535;

    private final View.Source views;
    private final Upstream upstream;
    private int turn;

    Answering(View.Source views, Upstream upstream) {
        this.views = views;
        this.upstream = upstream;
    }

    /** Who knows the names that we do not. */
    @FunctionalInterface
    interface Upstream {
        /** Asks; the reply is null when nobody answered. */
        void ask(byte[] query, Client client, Consumer<byte @Nullable []> reply);
    }

    /** A client and how it asked. */
    record Client(String network, String address, boolean tcp) {}

    /** Answers now or later, or never (what is no query, or one that is answered nowhere). */
    void answer(byte[] packet, Client client, Consumer<byte[]> reply) {
        Message query;
        try {
            query = new Message(packet);
        } catch (IOException | IllegalArgumentException e) {
            if (packet.length >= HEADER && packet[2] >= 0) {
                reply.accept(formatError(packet));
            }
            return;
        }
        int limit = limit(query, client);
        View view = views.of(client.network(), client.address());
        Decision decision = Resolver.resolve(query, view, turn++);
        if (decision instanceof Decision.Answer answer) {
            reply.accept(answer.message().toWire(limit));
        } else if (decision instanceof Decision.Forward) {
            upstream.ask(
                    packet,
                    client,
                    answer -> reply.accept(
                            answer == null
                                    ? Resolver.error(query, Rcode.SERVFAIL).toWire(limit)
                                    : fit(answer, query, limit)));
        }
    }

    private static int limit(Message query, Client client) {
        if (client.tcp()) {
            return LARGEST_TCP;
        }
        OPTRecord extension = query.getOPT();
        return extension == null
                ? CLASSIC_UDP
                : Math.min(LARGEST_UDP, Math.max(CLASSIC_UDP, extension.getPayloadSize()));
    }

    private static byte[] fit(byte[] answer, Message query, int limit) {
        if (answer.length <= limit) {
            return answer;
        }
        try {
            return new Message(answer).toWire(limit);
        } catch (IOException | IllegalArgumentException e) {
            return Resolver.error(query, Rcode.SERVFAIL).toWire(limit);
        }
    }

    /** Only the header can be trusted: the same number, no sections. */
    private static byte[] formatError(byte[] packet) {
        byte[] answer = new byte[HEADER];
        answer[0] = packet[0];
        answer[1] = packet[1];
        answer[2] = (byte) 0x80;
        answer[3] = Rcode.FORMERR;
        return answer;
    }
}
