package io.jcompose.network.firewall;

import io.jcompose.network.netlink.Attributes;
import java.util.Arrays;

/**
 * A flow that the kernel's connection tracking remembers: where its first packet went, and who answers.
 *
 * @param from who sent the first packet
 * @param to where it was sent, before any rule
 * @param answering whose packets are its answers: {@code to}, unless a rule sent it elsewhere
 */
record Flow(Side from, Side to, Side answering) {
    private static final int TUPLE_ORIGINAL = 1;
    private static final int TUPLE_REPLY = 2;

    /** An address and a port. */
    record Side(int address, int port) {}

    boolean isTranslated() {
        return !to.equals(answering);
    }

    static Flow parse(Attributes flow) {
        Attributes original = flow.nested(TUPLE_ORIGINAL);
        return new Flow(side(original, true), side(original, false), side(flow.nested(TUPLE_REPLY), true));
    }

    /** CTA_TUPLE_IP: source 1, destination 2; CTA_TUPLE_PROTO: source port 2, destination port 3. */
    private static Side side(Attributes tuple, boolean source) {
        return new Side(tuple.nested(1).be32(source ? 1 : 2), tuple.nested(2).be16(source ? 2 : 3));
    }

    static byte[] original(Attributes flow) {
        byte[] bytes = flow.bytes(TUPLE_ORIGINAL);
        return Arrays.copyOf(bytes, bytes.length);
    }
}
