package io.jcompose.network.publish;

import io.jcompose.network.NetworkException;
import io.jcompose.network.NetworkException.PortTaken;
import io.jcompose.network.Transport;
import io.jcompose.network.netlink.Netns;
import io.jcompose.runtime.linux.Errno;
import io.jcompose.runtime.linux.Fd;
import io.jcompose.runtime.linux.SyscallException;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The host ports that are held, each with its socket. Not thread-safe. */
public final class PortReservations implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PortReservations.class);

    /** The kernel's default range of ports for anybody (ip_local_port_range). */
    private static final int ANY_FIRST = 32768;

    private static final int ANY_LAST = 60999;

    private final Netns host;
    /** The socket is null while another program has a port that was reserved before a restart. */
    private final Map<Reservation, @Nullable Fd> held = new LinkedHashMap<>();

    private int nextAny = ANY_FIRST;

    public PortReservations(Netns host) {
        this.host = host;
    }

    /** Holds again what was held before a restart. A port that was lost meanwhile is tried again by {@link #reserve}. */
    public void restore(Collection<Reservation> reservations) {
        for (Reservation reservation : reservations) {
            held.put(reservation, bindAgain(reservation));
        }
    }

    public List<Reservation> all() {
        return List.copyOf(held.keySet());
    }

    /** The ports whose sockets are open, by owner. */
    public Map<String, Integer> held() {
        Map<String, Integer> open = new LinkedHashMap<>();
        held.forEach((reservation, socket) -> {
            if (socket != null) {
                open.put(reservation.owner(), reservation.port());
            }
        });
        return open;
    }

    /** See {@link io.jcompose.network.Networks#reserve}. */
    public int reserve(String owner, @Nullable String address, int first, int last, Transport transport)
            throws NetworkException, IOException {
        Reservation known = held.keySet().stream()
                .filter(one -> one.isFor(owner, address, first, last, transport))
                .findFirst()
                .orElse(null);
        if (known != null) {
            if (held.get(known) != null) {
                return known.port();
            }
            Fd again = bindOrNull(known);
            if (again != null) {
                held.put(known, again);
                return known.port();
            }
            held.remove(known);
        }
        int from = first == 0 ? ANY_FIRST : first;
        int to = first == 0 ? ANY_LAST : Math.max(first, last);
        for (int i = from; i <= to; i++) {
            int port = first == 0 ? any() : i;
            var wanted = new Reservation(owner, address, first, last, transport, port);
            Fd socket = bindOrNull(wanted);
            if (socket != null) {
                held.put(wanted, socket);
                return port;
            }
        }
        throw taken(address, from, to, transport);
    }

    /** Gives back all ports of an owner: whether there were any. */
    public boolean release(String owner) throws IOException {
        List<Reservation> own =
                held.keySet().stream().filter(one -> one.owner().equals(owner)).toList();
        for (Reservation reservation : own) {
            Fd socket = held.remove(reservation);
            if (socket != null) {
                socket.close();
            }
        }
        return !own.isEmpty();
    }

    /** A failure of one must not keep the daemon from the others: {@link #reserve} will tell it to who asks. */
    private @Nullable Fd bindAgain(Reservation reservation) {
        try {
            Fd socket = bindOrNull(reservation);
            if (socket == null) {
                LOG.warn("port {} was taken by another program while it was not held", reservation.text());
            }
            return socket;
        } catch (IOException e) {
            LOG.warn("port {} cannot be held again: {}", reservation.text(), e.getMessage());
            return null;
        }
    }

    private int any() {
        int port = nextAny;
        nextAny = port == ANY_LAST ? ANY_FIRST : port + 1;
        return port;
    }

    private @Nullable Fd bindOrNull(Reservation wanted) throws IOException {
        try {
            return PortSocket.bind(host, wanted.hostAddress(), wanted.port(), wanted.transport());
        } catch (SyscallException e) {
            if (e.errno() == Errno.EADDRINUSE) {
                return null;
            }
            if (e.errno() == Errno.EADDRNOTAVAIL) {
                throw new IOException(wanted.hostAddress() + " is not an address of this host", e);
            }
            throw e;
        }
    }

    private PortTaken taken(@Nullable String address, int from, int to, Transport transport) throws IOException {
        String at = address == null ? "" : address + ":";
        String protocol = "/" + transport.name().toLowerCase(Locale.ROOT);
        if (from != to) {
            return new PortTaken(
                    "every port of " + at + from + "-" + to + protocol + " is in use; choose another range");
        }
        String port = "port " + at + from + protocol;
        String holder = held.keySet().stream()
                .filter(one -> one.port() == from && one.transport() == transport)
                .map(one -> "published by " + one.owner())
                .findFirst()
                .orElse("");
        if (holder.isEmpty()) {
            String program = PortUsers.find(host, from, transport);
            holder = program.isEmpty() ? "in use by another program" : "in use by " + program;
        }
        return new PortTaken(port + " is " + holder + "; stop it or publish on another port");
    }

    @Override
    public void close() throws IOException {
        for (Fd socket : held.values()) {
            if (socket != null) {
                socket.close();
            }
        }
        held.clear();
    }
}
