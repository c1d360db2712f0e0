package io.jcompose.network.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jcompose.network.EndpointSpec;
import io.jcompose.network.NetworkSpec;
import io.jcompose.network.Transport;
import io.jcompose.network.Zone;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class NamesKernelTest {
    private ScratchHost host;
    private String gateway;
    private String web;

    @BeforeEach
    void aNetworkWithNames() throws Exception {
        host = new ScratchHost();
        gateway = host.network("front").gateway();
        web = host.container("web", "front");
        host.networks().names(Map.of("front", zone("web", web)));
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        host.close();
    }

    private static Zone zone(String name, String address) {
        return new Zone(Map.of(name, List.of(address)), Map.of());
    }

    private static Message query(String name) throws IOException {
        return Message.newQuery(Record.newRecord(Name.fromString(name + "."), Type.A, DClass.IN));
    }

    private Message udp(String from, String server, String name) throws IOException {
        return udp(from, server, name, 1);
    }

    /** Asks again when no answer came, as resolvers do: a full socket loses datagrams. */
    private Message udp(String from, String server, String name, int attempts) throws IOException {
        return host.in(from, () -> {
            try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName("0.0.0.0"))) {
                socket.setSoTimeout(5000);
                socket.connect(InetAddress.getByName(server), 53);
                for (int i = 1; ; i++) {
                    byte[] query = query(name).toWire();
                    socket.send(new DatagramPacket(query, query.length));
                    var answer = new DatagramPacket(new byte[4096], 4096);
                    try {
                        socket.receive(answer);
                        return new Message(Arrays.copyOf(answer.getData(), answer.getLength()));
                    } catch (SocketTimeoutException e) {
                        if (i == attempts) {
                            throw e;
                        }
                    }
                }
            }
        });
    }

    private Message tcp(String from, String server, String name) throws IOException {
        return host.in(from, () -> {
            try (Socket socket = new Socket()) {
                byte[] query = query(name).toWire();
                socket.setSoTimeout(5000);
                socket.connect(new InetSocketAddress(server, 53), 5000);
                var frame = new ByteArrayOutputStream();
                new DataOutputStream(frame).writeShort(query.length);
                frame.writeBytes(query);
                socket.getOutputStream().write(frame.toByteArray());
                var in = new DataInputStream(socket.getInputStream());
                return new Message(in.readNBytes(in.readUnsignedShort()));
            }
        });
    }

    private static List<String> answers(Message message) {
        return message.getSection(Section.ANSWER).stream()
                .map(Record::rdataToString)
                .toList();
    }

    @Test
    void aServiceNameIsAnsweredByUdpAndTcp() throws Exception {
        assertThat(answers(udp("web", gateway, "WEB"))).containsExactly(web);
        assertThat(answers(tcp("web", gateway, "web.front"))).containsExactly(web);
    }

    @Test
    void whoIsOnTwoNetworksSeesTheNamesOfBothAndOthersDoNot() throws Exception {
        host.network("back");
        String database = host.container("database", "back");
        host.networks().connect(new EndpointSpec("web", host.path("web"), "back", "eth1", false, null));
        host.networks().names(Map.of("front", zone("web", web), "back", zone("database", database)));
        host.container("stranger", "front");

        assertThat(answers(udp("web", gateway, "database"))).containsExactly(database);
        assertThat(udp("stranger", gateway, "database").getRcode()).isEqualTo(Rcode.SERVFAIL);
    }

    @Test
    void otherNamesAreAskedOfTheHostsResolver() throws Exception {
        Files.writeString(host.directory().resolve("resolv.conf"), "nameserver " + ScratchHost.OUTSIDE_ADDRESS + "\n");
        host.resolver("outside", ScratchHost.OUTSIDE_ADDRESS, "198.51.100.7");

        assertThat(answers(udp("web", gateway, "example.org"))).containsExactly("198.51.100.7");
        assertThat(answers(tcp("web", gateway, "example.org"))).containsExactly("198.51.100.7");
    }

    @Test
    void anInternalNetworkDeniesOtherNames() throws Exception {
        Files.writeString(host.directory().resolve("resolv.conf"), "nameserver " + ScratchHost.OUTSIDE_ADDRESS + "\n");
        String inner = host.networks()
                .ensure(new NetworkSpec("inner", true, null, null))
                .gateway();
        host.container("hidden", "inner");

        assertThat(udp("hidden", inner, "example.org").getRcode()).isEqualTo(Rcode.NXDOMAIN);
    }

    @Test
    void namesAreAnsweredWhereAnotherServerHasPort53() throws Exception {
        host.restart();
        host.resolver("host", "0.0.0.0", "203.0.113.9");
        String other = host.network("other").gateway();
        String client = host.container("client", "other");
        host.networks().names(Map.of("front", zone("web", web), "other", zone("client", client)));

        assertThat(answers(udp("client", other, "client"))).containsExactly(client);
        assertThat(answers(tcp("client", other, "client"))).containsExactly(client);
        assertThat(answers(udp("web", gateway, "web"))).containsExactly(web);
    }

    @Test
    void port53CanBePublishedAndNamesAreStillAnswered() throws Exception {
        assertThat(host.networks().reserve("pihole", null, 53, 53, Transport.UDP))
                .isEqualTo(53);
        assertThat(host.networks().reserve("pihole", null, 53, 53, Transport.TCP))
                .isEqualTo(53);

        assertThat(answers(udp("web", gateway, "web"))).containsExactly(web);
    }

    @Test
    void aRestartedDaemonAnswersAgain() throws Exception {
        host.restart();
        host.networks().names(Map.of("front", zone("web", web)));

        assertThat(answers(udp("web", gateway, "web"))).containsExactly(web);
    }

    @Test
    void namesAreAnsweredOnABridgeThatWasMadeAgain() throws Exception {
        String bridge = host.network("front").bridge();
        host.links("host", links -> {
            links.delete(bridge);
            return true;
        });
        host.network("front");
        host.connect("web", "front");

        assertThat(answers(udp("web", gateway, "web"))).containsExactly(web);
        assertThat(answers(tcp("web", gateway, "web"))).containsExactly(web);
    }

    @Test
    void hostilePacketsAndConnectionsDoNotStopTheServer() throws Exception {
        long seed = System.nanoTime();
        var random = new Random(seed);
        List<Socket> connections = new ArrayList<>();
        host.in("web", () -> {
            InetAddress server = InetAddress.getByName(gateway);
            try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName("0.0.0.0"))) {
                for (int i = 0; i < 300; i++) {
                    byte[] noise = new byte[random.nextInt(600)];
                    random.nextBytes(noise);
                    socket.send(new DatagramPacket(noise, noise.length, server, 53));
                }
            }
            for (int i = 0; i < 30; i++) {
                var socket = new Socket(server, 53);
                connections.add(socket);
                socket.getOutputStream().write(new byte[] {(byte) 0xff, (byte) 0xff, 1, 2, 3});
            }
            return server;
        });

        assertThat(answers(udp("web", gateway, "web", 3))).as("seed %d", seed).containsExactly(web);
        for (Socket connection : connections) {
            connection.close();
        }
        assertThat(answers(tcp("web", gateway, "web"))).as("seed %d", seed).containsExactly(web);
    }

    @Test
    void whoIsNotOnTheNetworkGetsNoAnswer() throws Exception {
        host.network("back");
        host.container("stranger", "back");

        assertThatThrownBy(() -> tcp("stranger", gateway, "web")).isInstanceOf(IOException.class);
    }
}
