package io.jcompose.network.link;

import io.jcompose.network.netlink.Message;
import io.jcompose.network.netlink.NetlinkSocket;
import io.jcompose.runtime.linux.Errno;
import io.jcompose.runtime.linux.Fd;
import io.jcompose.runtime.linux.Kernel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The interfaces, addresses and routes of the network namespace of the thread that opened this. */
public final class Links implements AutoCloseable {
    /** Largest packet on a link in bytes, unless something on the way is smaller. */
    public static final int USUAL_MTU = 1500;

    /** A group of interfaces that nobody else uses: "jcom" in ASCII. */
    private static final int DYING = 0x6a636f6d;

    private static final int EAFNOSUPPORT = 97;

    private final NetlinkSocket socket;

    private Links(NetlinkSocket socket) {
        this.socket = socket;
    }

    public static Links open(Kernel kernel) throws IOException {
        return new Links(NetlinkSocket.open(kernel, NetlinkSocket.ROUTE));
    }

    /** The interface of that name, or null. */
    public @Nullable Link find(String name) throws IOException {
        Message answer = socket.find(LinkMessages.get(name));
        return answer == null ? null : LinkMessages.link(answer);
    }

    public List<Link> all() throws IOException {
        return socket.dump(LinkMessages.links()).stream()
                .map(LinkMessages::link)
                .toList();
    }

    public List<LinkAddress> addresses() throws IOException {
        return socket.dump(LinkMessages.addresses()).stream()
                .map(LinkMessages::address)
                .toList();
    }

    public List<Route> routes() throws IOException {
        return socket.dump(LinkMessages.routes()).stream()
                .map(LinkMessages::route)
                .toList();
    }

    /** Makes a bridge that is up. */
    public Link addBridge(String name, String mac, int mtu) throws IOException {
        socket.execute(LinkMessages.newBridge(name, mac, mtu));
        socket.executeUnless(EAFNOSUPPORT, LinkMessages.noLinkLocal(name));
        return made(name);
    }

    /** Makes a veth pair, the near end here and up, the far end in another namespace. */
    public Link addVeth(VethPair pair, Fd namespace) throws IOException {
        socket.execute(LinkMessages.newVeth(pair, namespace.number()));
        socket.executeUnless(EAFNOSUPPORT, LinkMessages.noLinkLocal(pair.name()));
        if (pair.bridge() != 0) {
            socket.execute(LinkMessages.hairpin(pair.name()));
        }
        return made(pair.name());
    }

    /** Puts an interface on a bridge, up, with hairpin. */
    public void putOnBridge(String name, int bridge) throws IOException {
        socket.execute(List.of(LinkMessages.master(name, bridge), LinkMessages.hairpin(name)));
    }

    public void up(String name) throws IOException {
        socket.execute(LinkMessages.up(name));
    }

    public void noLinkLocal(String name) throws IOException {
        socket.executeUnless(EAFNOSUPPORT, LinkMessages.noLinkLocal(name));
    }

    /** Removes an interface; nothing happens when there is none. */
    public void delete(String name) throws IOException {
        socket.executeUnless(Errno.ENODEV, LinkMessages.delete(name));
    }

    /** Removes interfaces in one request; nothing happens for those that are not there. */
    public synchronized void deleteAll(List<String> names) throws IOException {
        for (String name : names) {
            socket.executeUnless(Errno.ENODEV, LinkMessages.group(name, DYING));
        }
        socket.executeUnless(Errno.ENODEV, LinkMessages.deleteGroup(DYING));
    }

    /** Gives an interface this address and no other IPv4 address. */
    public void setOnlyAddress(LinkAddress wanted) throws IOException {
        List<Message> changes = new ArrayList<>();
        for (LinkAddress address : addresses()) {
            if (address.index() == wanted.index() && !address.equals(wanted)) {
                changes.add(LinkMessages.deleteAddress(address));
            }
        }
        changes.add(LinkMessages.newAddress(wanted));
        socket.execute(changes);
    }

    public void setDefaultRoute(int index, int gateway) throws IOException {
        socket.execute(LinkMessages.defaultRoute(index, gateway));
    }

    /** Removes the default route through an interface; nothing happens when there is none. */
    public void deleteDefaultRoute(int index) throws IOException {
        socket.executeUnless(Errno.ESRCH, LinkMessages.deleteDefaultRoute(index));
    }

    private Link made(String name) throws IOException {
        Link link = find(name);
        if (link == null) {
            throw new IOException("interface " + name + " was made and is gone");
        }
        return link;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
