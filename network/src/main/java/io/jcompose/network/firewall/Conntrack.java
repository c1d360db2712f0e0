package io.jcompose.network.firewall;

import io.jcompose.network.netlink.Attributes;
import io.jcompose.network.netlink.Message;
import io.jcompose.network.netlink.MessageWriter;
import io.jcompose.network.netlink.NetlinkSocket;
import io.jcompose.runtime.linux.Errno;
import io.jcompose.runtime.linux.Flags;
import io.jcompose.runtime.linux.Kernel;
import java.io.IOException;
import java.util.function.Predicate;

/** The connection tracking of the network namespace of the thread that opened this (nfnetlink_conntrack.h). */
public final class Conntrack implements AutoCloseable {
    private static final int SUBSYSTEM = 1;
    private static final int GET = SUBSYSTEM << 8 | 1;
    private static final int DELETE = SUBSYSTEM << 8 | 2;
    private static final int HEADER = 4;
    private static final int TUPLE_ORIGINAL = 1;
    private static final int TUPLE_REPLY = 2;
    private static final int FILTER = 25;
    private static final int FILTER_SOURCE = 1;
    private static final int FILTER_PROTOCOL = 1 << 3;
    private static final int NESTED = 1 << 15;
    private static final int UDP = 17;

    private final NetlinkSocket socket;

    private Conntrack(NetlinkSocket socket) {
        this.socket = socket;
    }

    public static Conntrack open(Kernel kernel) throws IOException {
        return new Conntrack(NetlinkSocket.open(kernel, NetlinkSocket.NETFILTER));
    }

    /** Forgets the stale flows: their next packet is a first one again. How many there were. */
    public int forget(StaleFlows stale) throws IOException {
        return forget(
                udpFlows(),
                flow -> flow.nested(TUPLE_ORIGINAL).nested(2).u8(1) == UDP && stale.contains(Flow.parse(flow)));
    }

    /**
     * Forgets all flows that an address answers which nobody has any more. Whoever connects from the same port again, or is
     * still on the way, would for minutes be led to it.
     */
    public int forgetAnsweredBy(int address) throws IOException {
        return forget(
                flowsAnsweredBy(address),
                flow -> flow.nested(TUPLE_REPLY).nested(1).be32(1) == address);
    }

    private int forget(Message request, Predicate<Attributes> stale) throws IOException {
        int count = 0;
        for (Message message : socket.dump(request)) {
            Attributes flow = message.attributes(HEADER);
            if (stale.test(flow)) {
                Message delete = header().attribute(TUPLE_ORIGINAL | NESTED, Flow.original(flow))
                        .toMessage(DELETE, 0);
                socket.executeUnless(Errno.ENOENT, delete);
                count++;
            }
        }
        return count;
    }

    /** Kernels before 5.8 know no filter and show all flows. */
    private static Message udpFlows() {
        return header().nested(TUPLE_ORIGINAL, tuple -> tuple.nested(2, protocol -> protocol.attributeU8(1, UDP)))
                .nested(
                        FILTER,
                        filter -> filter.attributeU32(1, FILTER_PROTOCOL).attributeU32(2, 0))
                .toMessage(GET, 0);
    }

    private static Message flowsAnsweredBy(int address) {
        return header().nested(TUPLE_REPLY, tuple -> tuple.nested(1, ip -> ip.attributeBe32(1, address)))
                .nested(FILTER, filter -> filter.attributeU32(1, 0).attributeU32(2, FILTER_SOURCE))
                .toMessage(GET, 0);
    }

    private static MessageWriter header() {
        return new MessageWriter().u8(Flags.AF_INET).u8(0).be16(0);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
