package io.jcompose.network.linux;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/** A TCP and UDP server that answers with its name and the client's address; and clients. */
final class Peer implements AutoCloseable {
    private static final int PATIENCE = 1500;

    private final String name;
    private final ServerSocket tcp;
    private final DatagramSocket udp;

    private Peer(String name, ServerSocket tcp, DatagramSocket udp) {
        this.name = name;
        this.tcp = tcp;
        this.udp = udp;
    }

    /** Opens both in the network namespace of the calling thread. */
    static Peer open(String name, @Nullable String address, int port) throws IOException {
        var at = new InetSocketAddress(InetAddress.getByName(address == null ? "0.0.0.0" : address), port);
        var tcp = new ServerSocket();
        tcp.bind(at);
        var peer = new Peer(name, tcp, new DatagramSocket(at));
        peer.start(peer::serveTcp);
        peer.start(peer::serveUdp);
        return peer;
    }

    private void start(Runnable work) {
        var thread = new Thread(work, "peer " + name);
        thread.setDaemon(true);
        thread.start();
    }

    private void serveTcp() {
        while (!tcp.isClosed()) {
            try (Socket client = tcp.accept()) {
                String text = name + " " + client.getInetAddress().getHostAddress();
                client.getOutputStream().write(text.getBytes(US_ASCII));
            } catch (IOException e) {
                expectClosed(tcp.isClosed(), e);
            }
        }
    }

    private void serveUdp() {
        var packet = new DatagramPacket(new byte[64], 64);
        while (!udp.isClosed()) {
            try {
                udp.receive(packet);
                String text = name + " " + packet.getAddress().getHostAddress();
                packet.setData(text.getBytes(US_ASCII));
                udp.send(packet);
                packet.setData(new byte[64]);
            } catch (IOException e) {
                expectClosed(udp.isClosed(), e);
            }
        }
    }

    private static void expectClosed(boolean closed, IOException failure) {
        if (!closed) {
            throw new UncheckedIOException(failure);
        }
    }

    static String tcp(String address, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getByName(address), port), PATIENCE);
            socket.setSoTimeout(PATIENCE);
            return new String(socket.getInputStream().readAllBytes(), US_ASCII);
        } catch (IOException e) {
            return "! " + e.getMessage();
        }
    }

    static String udp(String address, int port) {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName("0.0.0.0"))) {
            return udp(socket, address, port);
        } catch (IOException e) {
            return "! " + e.getMessage();
        }
    }

    static String udp(DatagramSocket socket, String address, int port) throws IOException {
        socket.setSoTimeout(PATIENCE);
        socket.connect(InetAddress.getByName(address), port);
        socket.send(new DatagramPacket("hello".getBytes(US_ASCII), 5));
        var answer = new DatagramPacket(new byte[64], 64);
        socket.receive(answer);
        return new String(answer.getData(), 0, answer.getLength(), US_ASCII);
    }

    @Override
    public void close() throws IOException {
        tcp.close();
        udp.close();
    }
}
