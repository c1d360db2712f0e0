package io.jcompose.network.linux;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Section;

/** A name server that answers everything with one address. */
final class FakeResolver implements AutoCloseable {
    private final ServerSocket tcp;
    private final DatagramSocket udp;
    private final InetAddress answer;

    private FakeResolver(ServerSocket tcp, DatagramSocket udp, InetAddress answer) {
        this.tcp = tcp;
        this.udp = udp;
        this.answer = answer;
    }

    /** Opens it in the network namespace of the calling thread. */
    static FakeResolver open(String address, String answer) throws IOException {
        var at = new InetSocketAddress(InetAddress.getByName(address), 53);
        var tcp = new ServerSocket();
        tcp.bind(at);
        var resolver = new FakeResolver(tcp, new DatagramSocket(at), InetAddress.getByName(answer));
        resolver.start(resolver::serveUdp);
        resolver.start(resolver::serveTcp);
        return resolver;
    }

    private void start(Runnable work) {
        var thread = new Thread(work, "resolver");
        thread.setDaemon(true);
        thread.start();
    }

    private void serveUdp() {
        var packet = new DatagramPacket(new byte[512], 512);
        while (!udp.isClosed()) {
            try {
                udp.receive(packet);
                packet.setData(answer(Arrays.copyOf(packet.getData(), packet.getLength())));
                udp.send(packet);
                packet.setData(new byte[512]);
            } catch (IOException e) {
                expectClosed(udp.isClosed(), e);
            }
        }
    }

    private void serveTcp() {
        while (!tcp.isClosed()) {
            try (Socket client = tcp.accept()) {
                var in = new DataInputStream(client.getInputStream());
                byte[] bytes = answer(in.readNBytes(in.readUnsignedShort()));
                var out = new DataOutputStream(client.getOutputStream());
                out.writeShort(bytes.length);
                out.write(bytes);
            } catch (IOException e) {
                expectClosed(tcp.isClosed(), e);
            }
        }
    }

    private byte[] answer(byte[] packet) throws IOException {
        Message message = new Message(packet);
        message.getHeader().setFlag(Flags.QR);
        message.addRecord(new ARecord(message.getQuestion().getName(), DClass.IN, 60, answer), Section.ANSWER);
        return message.toWire();
    }

    private static void expectClosed(boolean closed, IOException failure) {
        if (!closed) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() throws IOException {
        tcp.close();
        udp.close();
    }
}
