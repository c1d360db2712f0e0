package io.jcompose.network.publish;

import io.jcompose.network.Transport;
import io.jcompose.network.address.Ipv4;
import io.jcompose.network.netlink.Netns;
import io.jcompose.runtime.linux.Errno;
import io.jcompose.runtime.linux.Fd;
import io.jcompose.runtime.linux.Flags;
import io.jcompose.runtime.linux.Kernel;
import io.jcompose.runtime.linux.SyscallException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Sockets that are bound and do nothing: the port is nobody else's, and a packet that no rule sends elsewhere is
 * answered with a reset.
 */
final class PortSocket {
    private static final int SO_REUSEADDR = 2;

    private PortSocket() {}

    /** Binds the port; SyscallException with EADDRINUSE when it is taken. */
    static Fd bind(Netns host, @Nullable String address, int port, Transport transport) throws IOException {
        try {
            return bind(host, address, port, transport, false);
        } catch (SyscallException e) {
            if (e.errno() != Errno.EADDRINUSE || transport == Transport.UDP) {
                throw e;
            }
            // Connections of a server that has ended hold the port for a minute (TIME_WAIT): those may be passed over.
            return bind(host, address, port, transport, true);
        }
    }

    private static Fd bind(Netns host, @Nullable String address, int port, Transport transport, boolean reuse)
            throws IOException {
        Kernel kernel = host.kernel();
        int type = transport == Transport.TCP ? Flags.SOCK_STREAM : Flags.SOCK_DGRAM;
        Fd socket = host.call(() -> kernel.socket(Flags.AF_INET, type, 0));
        try {
            if (reuse) {
                kernel.setSocketOption(socket, Flags.SOL_SOCKET, SO_REUSEADDR, 1);
            }
            // A UDP socket without a reader keeps packets: as few as can be.
            kernel.setSocketOption(socket, Flags.SOL_SOCKET, Flags.SO_RCVBUF, 0);
            kernel.bind(socket, socketAddress(address, port));
            if (reuse) {
                kernel.setSocketOption(socket, Flags.SOL_SOCKET, SO_REUSEADDR, 0);
            }
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** struct sockaddr_in (ip(7)). */
    private static byte[] socketAddress(@Nullable String address, int port) {
        return ByteBuffer.allocate(16)
                .order(ByteOrder.nativeOrder())
                .putShort((short) Flags.AF_INET)
                .order(ByteOrder.BIG_ENDIAN)
                .putShort((short) port)
                .putInt(address == null ? 0 : Ipv4.parse(address))
                .array();
    }
}
