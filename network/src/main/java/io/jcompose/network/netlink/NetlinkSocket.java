package io.jcompose.network.netlink;

import io.jcompose.runtime.linux.Errno;
import io.jcompose.runtime.linux.Fd;
import io.jcompose.runtime.linux.Flags;
import io.jcompose.runtime.linux.Kernel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A netlink socket of the network namespace of the thread that opened it. Requests of several threads do not mix.
 *
 * <p>Errors of the kernel are {@link NetlinkException}s.
 */
public final class NetlinkSocket implements AutoCloseable {
    public static final int ROUTE = 0;
    public static final int NETFILTER = 12;

    private static final int SOL_NETLINK = 270;
    private static final int NETLINK_CAP_ACK = 10;
    private static final int NETLINK_EXT_ACK = 11;
    private static final int SEND_BYTES = 16 << 20;
    private static final int RECEIVE_BYTES = 64 << 10;
    private static final int DUMP_TRIES = 50;

    /** After a dump that was interrupted, each time as long again: all tries together wait for about a second. */
    private static final long PAUSE_NANOS = 1_000_000;

    private static final byte[] TO_KERNEL = {};

    private final Kernel kernel;
    private final Fd socket;
    private final byte[] buffer = new byte[RECEIVE_BYTES];
    private int lastSequence;

    private NetlinkSocket(Kernel kernel, Fd socket) {
        this.kernel = kernel;
        this.socket = socket;
    }

    /** Opens a socket in the network namespace of the calling thread. */
    public static NetlinkSocket open(Kernel kernel, int protocol) throws IOException {
        Fd socket = kernel.socket(Flags.AF_NETLINK, Flags.SOCK_RAW, protocol);
        kernel.setSocketOption(socket, SOL_NETLINK, NETLINK_CAP_ACK, 1);
        kernel.setSocketOption(socket, SOL_NETLINK, NETLINK_EXT_ACK, 1);
        return new NetlinkSocket(kernel, socket);
    }

    /** Sends the requests in one datagram and waits for all their answers; the first failure is thrown. */
    public synchronized void execute(List<Message> requests) throws IOException {
        if (requests.isEmpty()) {
            return;
        }
        int first = lastSequence + 1;
        send(requests, Message.ACK);
        @Nullable NetlinkException failure = null;
        int open = requests.size();
        while (open > 0) {
            for (Message answer : receive()) {
                if (answer.type() != Message.ERROR || answer.sequence() - first < 0) {
                    continue;
                }
                open--;
                Acknowledgement ack = Acknowledgement.parse(answer);
                if (failure == null && ack.errno() != 0) {
                    failure = ack.failure();
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    public void execute(Message request) throws IOException {
        execute(List.of(request));
    }

    /** Like {@link #execute(Message)}, but the given error is as good as success. */
    public void executeUnless(int errno, Message request) throws IOException {
        try {
            execute(request);
        } catch (NetlinkException e) {
            if (e.errno() != errno) {
                throw e;
            }
        }
    }

    /**
     * Sends an nfnetlink batch: all or nothing. Only the last message before the end is acknowledged, so that a big
     * batch does not overrun the receive buffer; failures are reported for every message, and for the first one (the
     * batch's begin) where the batch as a whole failed.
     */
    public synchronized void transact(Message begin, List<Message> changes, Message end) throws IOException {
        int first = lastSequence + 1;
        List<Message> all = new ArrayList<>();
        all.add(begin);
        all.addAll(changes.subList(0, changes.size() - 1));
        Message last = changes.get(changes.size() - 1);
        all.add(last.numbered(0, Message.ACK));
        all.add(end);
        kernel.setSocketOption(socket, Flags.SOL_SOCKET, Flags.SO_SNDBUFFORCE, SEND_BYTES);
        send(all, 0);
        int lastNumber = first + changes.size();
        @Nullable NetlinkException failure = null;
        while (true) {
            for (Message answer : receive()) {
                if (answer.type() != Message.ERROR || answer.sequence() - first < 0) {
                    continue;
                }
                Acknowledgement ack = Acknowledgement.parse(answer);
                if (failure == null && ack.errno() != 0) {
                    failure = ack.failure();
                }
                boolean refusedWhole = answer.sequence() == first && ack.errno() != 0;
                if (answer.sequence() == lastNumber || refusedWhole) {
                    if (failure != null) {
                        throw failure;
                    }
                    return;
                }
            }
        }
    }

    /** All answers to a dump request; asked again when the kernel says that it changed meanwhile. */
    public synchronized List<Message> dump(Message request) throws IOException {
        for (int i = 0; i < DUMP_TRIES; i++) {
            List<Message> answers = dumpOnce(request);
            if (answers.stream().noneMatch(answer -> (answer.flags() & Message.DUMP_INTERRUPTED) != 0)) {
                return answers;
            }
            LockSupport.parkNanos(i * PAUSE_NANOS);
        }
        throw new NetlinkException(Errno.EBUSY, "changed while it was read");
    }

    private List<Message> dumpOnce(Message request) throws IOException {
        send(List.of(request), Message.DUMP);
        List<Message> answers = new ArrayList<>();
        while (true) {
            for (Message answer : receive()) {
                if (answer.sequence() != lastSequence) {
                    continue;
                }
                if (answer.type() == Message.DONE) {
                    return answers;
                }
                if (answer.type() == Message.ERROR) {
                    throw Acknowledgement.parse(answer).failure();
                }
                answers.add(answer);
            }
        }
    }

    /** The answer to a request for one thing, or null when the kernel has no such thing. */
    public synchronized @Nullable Message find(Message request) throws IOException {
        send(List.of(request), 0);
        while (true) {
            for (Message answer : receive()) {
                if (answer.sequence() != lastSequence) {
                    continue;
                }
                if (answer.type() != Message.ERROR) {
                    return answer;
                }
                Acknowledgement ack = Acknowledgement.parse(answer);
                if (ack.errno() == Errno.ENODEV || ack.errno() == Errno.ENOENT) {
                    return null;
                }
                throw ack.failure();
            }
        }
    }

    private void send(List<Message> messages, int flags) throws IOException {
        var datagram = new ByteArrayOutputStream();
        for (Message message : messages) {
            lastSequence++;
            datagram.writeBytes(
                    message.numbered(lastSequence, flags | Message.REQUEST).toBytes());
        }
        kernel.send(socket, datagram.toByteArray(), TO_KERNEL);
    }

    private List<Message> receive() throws IOException {
        return Message.parse(buffer, kernel.receive(socket, buffer, 0));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
