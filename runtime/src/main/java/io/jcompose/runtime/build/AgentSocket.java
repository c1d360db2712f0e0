package io.jcompose.runtime.build;

import io.jcompose.runtime.linux.Fd;
import io.jcompose.runtime.linux.Flags;
import io.jcompose.runtime.linux.Kernel;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A socket behind which somebody's agent answers for the time of one command. The command gets this one, with the owner
 * and mode that its Dockerfile wants: of the agent's own it could change both.
 */
final class AgentSocket implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AgentSocket.class);
    private static final int MOST_CONNECTIONS = 64;
    private static final int PIECE = 16 << 10;

    private final Path agent;
    private final ServerSocketChannel server;
    private final Set<SocketChannel> open = new HashSet<>();

    private AgentSocket(Path agent, ServerSocketChannel server) {
        this.agent = agent;
        this.server = server;
    }

    /** @param path of the new socket */
    static AgentSocket open(Kernel kernel, Path agent, Path path) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        // By the open directory: the whole path may be longer than the 107 bytes of a socket's address (unix(7)).
        try (Fd directory = kernel.open(path.resolveSibling(""), Flags.O_RDONLY | Flags.O_DIRECTORY, 0)) {
            server.bind(UnixDomainSocketAddress.of(directory.procPath().resolve(path.getFileName())));
        } catch (IOException e) {
            server.close();
            throw e;
        }
        AgentSocket socket = new AgentSocket(agent, server);
        socket.onThread(socket::accept);
        return socket;
    }

    private void onThread(Runnable work) {
        Thread thread = new Thread(work, "build-agent");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (true) {
            try {
                connect(server.accept());
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                LOG.debug("a command of a build did not get to the agent {}", agent, e);
            }
        }
    }

    private void connect(SocketChannel client) throws IOException {
        if (!kept(client)) {
            client.close();
            return;
        }
        SocketChannel answering;
        try {
            answering = SocketChannel.open(UnixDomainSocketAddress.of(agent));
        } catch (IOException e) {
            drop(client);
            throw e;
        }
        if (!kept(answering)) {
            answering.close();
            drop(client);
            return;
        }
        onThread(() -> {
            pump(client, answering);
            drop(answering);
        });
        onThread(() -> {
            pump(answering, client);
            drop(client);
        });
    }

    private synchronized boolean kept(SocketChannel channel) {
        return server.isOpen() && open.size() < 2 * MOST_CONNECTIONS && open.add(channel);
    }

    private synchronized void drop(SocketChannel channel) {
        open.remove(channel);
        close(channel);
    }

    private static void pump(SocketChannel from, SocketChannel to) {
        ByteBuffer piece = ByteBuffer.allocate(PIECE);
        try {
            while (from.read(piece) >= 0) {
                piece.flip();
                while (piece.hasRemaining()) {
                    to.write(piece);
                }
                piece.clear();
            }
        } catch (IOException e) {
            LOG.debug("a connection of a build to an agent ended", e);
        }
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("a connection of a build to an agent was not closed", e);
        }
    }

    /** The file stays the caller's. */
    @Override
    public synchronized void close() throws IOException {
        server.close();
        open.forEach(AgentSocket::close);
        open.clear();
    }

    /** Whether there is a socket. */
    static boolean isSocket(Path path) throws IOException {
        return Files.exists(path) && ((Integer) Files.getAttribute(path, "unix:mode") & 0170000) == 0140000;
    }
}
