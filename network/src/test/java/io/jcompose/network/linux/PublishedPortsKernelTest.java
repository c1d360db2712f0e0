package io.jcompose.network.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jcompose.network.NetworkException;
import io.jcompose.network.Publication;
import io.jcompose.network.Transport;
import io.jcompose.network.address.Ipv4;
import io.jcompose.network.firewall.Conntrack;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PublishedPortsKernelTest {
    private static final int PORT = 8080;
    private static final int PATIENCE_MILLIS = 30_000;
    private ScratchHost host;
    private String gateway;
    private String web;

    @BeforeEach
    void twoContainers() throws Exception {
        host = new ScratchHost();
        gateway = host.network("front").gateway();
        web = host.container("web", "front");
        host.container("sibling", "front");
        host.serve("web", 80);
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        host.close();
    }

    private static Publication publication(Transport transport, String... targets) {
        List<Publication.Target> all = java.util.Arrays.stream(targets)
                .map(address -> new Publication.Target(address, 80))
                .toList();
        return new Publication(null, PORT, transport, all);
    }

    @Test
    void tcpIsReachedFromEverywhere() throws Exception {
        host.networks().publish(List.of(publication(Transport.TCP, web)));

        assertThat(host.tcp("outside", ScratchHost.HOST_ADDRESS, PORT)).isEqualTo("web " + ScratchHost.OUTSIDE_ADDRESS);
        assertThat(host.tcp("host", "127.0.0.1", PORT)).isEqualTo("web " + gateway);
        assertThat(host.tcp("host", ScratchHost.HOST_ADDRESS, PORT)).startsWith("web ");
        assertThat(host.tcp("sibling", ScratchHost.HOST_ADDRESS, PORT)).isEqualTo("web " + gateway);
        assertThat(host.tcp("sibling", gateway, PORT)).isEqualTo("web " + gateway);
        assertThat(host.tcp("web", ScratchHost.HOST_ADDRESS, PORT)).isEqualTo("web " + gateway);
    }

    @Test
    void udpIsReachedFromEverywhere() throws Exception {
        host.networks().publish(List.of(publication(Transport.UDP, web)));

        assertThat(host.udp("outside", ScratchHost.HOST_ADDRESS, PORT)).isEqualTo("web " + ScratchHost.OUTSIDE_ADDRESS);
        assertThat(host.udp("host", "127.0.0.1", PORT)).isEqualTo("web " + gateway);
        assertThat(host.udp("host", ScratchHost.HOST_ADDRESS, PORT)).startsWith("web ");
        assertThat(host.udp("sibling", ScratchHost.HOST_ADDRESS, PORT)).isEqualTo("web " + gateway);
        assertThat(host.udp("web", ScratchHost.HOST_ADDRESS, PORT)).isEqualTo("web " + gateway);
    }

    @Test
    void twoTargetsAreBalancedEvenly() throws Exception {
        String second = host.container("second", "front");
        host.serve("second", 80);
        host.networks().publish(List.of(publication(Transport.TCP, web, second)));

        List<String> answers = IntStream.range(0, 10)
                .mapToObj(i -> {
                    try {
                        return host.tcp("outside", ScratchHost.HOST_ADDRESS, PORT)
                                .split(" ")[0];
                    } catch (java.io.IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                })
                .toList();

        assertThat(answers).filteredOn("web"::equals).hasSize(5);
        assertThat(answers).filteredOn("second"::equals).hasSize(5);
    }

    @Test
    void aPortOnOneHostAddressIsNotPublishedOnAnother() throws Exception {
        host.networks()
                .publish(List.of(
                        new Publication("127.0.0.1", PORT, Transport.TCP, List.of(new Publication.Target(web, 80)))));

        assertThat(host.tcp("host", "127.0.0.1", PORT)).isEqualTo("web " + gateway);
        assertThat(host.tcp("outside", ScratchHost.HOST_ADDRESS, PORT)).startsWith("! ");
    }

    @Test
    void aUdpClientThatGoesOnSendingFollowsTheTargets() throws Exception {
        String second = host.container("second", "front");
        host.serve("second", 80);
        host.networks().reserve("web", null, PORT, PORT, Transport.UDP);
        DatagramSocket client =
                host.in("outside", () -> new DatagramSocket(0, InetAddress.getByName(ScratchHost.OUTSIDE_ADDRESS)));
        try (client) {
            assertThatThrownBy(() -> Peer.udp(client, ScratchHost.HOST_ADDRESS, PORT))
                    .isInstanceOf(java.io.IOException.class);

            host.networks().publish(List.of(publication(Transport.UDP, web)));
            assertThat(Peer.udp(client, ScratchHost.HOST_ADDRESS, PORT)).startsWith("web ");

            host.networks().publish(List.of(publication(Transport.UDP, second)));
            assertThat(Peer.udp(client, ScratchHost.HOST_ADDRESS, PORT)).startsWith("second ");
        }
    }

    /** A port that is used again, or a first packet that is sent again, would follow the flow that is remembered. */
    @Test
    void noFlowOfAnAddressIsRememberedThatNobodyHasAnyMore() throws Exception {
        host.networks().publish(List.of(publication(Transport.TCP, web), publication(Transport.UDP, web)));
        assertThat(host.tcp("outside", ScratchHost.HOST_ADDRESS, PORT)).startsWith("web ");
        assertThat(flowsAnsweredBy(web))
                .as("forgotten, of those that the host had")
                .isPositive();

        assertThat(host.tcp("outside", ScratchHost.HOST_ADDRESS, PORT)).startsWith("web ");
        assertThat(host.udp("outside", ScratchHost.HOST_ADDRESS, PORT)).startsWith("web ");
        host.networks().disconnect("web", "front");
        assertThat(flowsAnsweredBy(web)).as("left to forget").isZero();
    }

    @Test
    void whoComesToOneThatIsLeavingTriesAgainUntilItIsGone() throws Exception {
        String second = host.container("second", "front");
        host.serve("second", 80);
        int port;
        try (ServerSocket leaving = host.in("web", () -> new ServerSocket(81));
                Socket client = outside(0)) {
            host.networks().publish(List.of(to(web, 81)));
            client.connect(published());
            port = client.getLocalPort();
            host.networks().publish(List.of(publication(Transport.TCP, second)));
            host.networks().retire("web");
            cut(leaving.accept());
        }
        try (Socket client = outside(port)) {
            assertThatThrownBy(() -> client.connect(published(), 300)).isInstanceOf(SocketTimeoutException.class);
        }
        host.networks().disconnect("web", "front");
        assertThat(answerAt(port)).startsWith("second ");
    }

    @Test
    void whoIsPublishedAgainIsReachedAlthoughItWasLeaving() throws Exception {
        host.networks().publish(List.of(publication(Transport.TCP, web)));
        host.networks().retire("web");
        assertThat(host.tcp("outside", ScratchHost.HOST_ADDRESS, PORT)).startsWith("web ");
        host.networks().publish(List.of(publication(Transport.TCP, "172.31.255.254")));
        host.networks().publish(List.of(publication(Transport.TCP, web)));
        assertThat(host.tcp("outside", ScratchHost.HOST_ADDRESS, PORT)).startsWith("web ");
    }

    /** By a reset: nothing of it is left at the client. */
    private static void cut(Socket connection) throws IOException {
        connection.setSoLinger(true, 0);
        connection.close();
    }

    private static InetSocketAddress published() {
        return new InetSocketAddress(ScratchHost.HOST_ADDRESS, PORT);
    }

    /** A client that comes from the port, or any at 0. */
    private Socket outside(int port) throws IOException {
        return host.in("outside", () -> {
            var socket = new Socket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(ScratchHost.OUTSIDE_ADDRESS, port));
            return socket;
        });
    }

    private String answerAt(int port) throws IOException {
        try (Socket client = outside(port)) {
            client.connect(published(), PATIENCE_MILLIS);
            client.setSoTimeout(PATIENCE_MILLIS);
            return new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private static Publication to(String address, int port) {
        return new Publication(null, PORT, Transport.TCP, List.of(new Publication.Target(address, port)));
    }

    private int flowsAnsweredBy(String address) throws Exception {
        return host.in("host", () -> {
            try (Conntrack conntrack = Conntrack.open(host.kernel())) {
                return conntrack.forgetAnsweredBy(Ipv4.parse(address));
            }
        });
    }

    @Test
    void siblingsReachThePortWhereBridgedPacketsDoNotPassTheRules() throws Exception {
        Path callRules = Path.of("/proc/sys/net/bridge/bridge-nf-call-iptables");
        host.in("host", () -> Files.exists(callRules) ? Files.writeString(callRules, "0") : callRules);
        host.networks().publish(List.of(publication(Transport.TCP, web)));

        assertThat(host.tcp("sibling", ScratchHost.HOST_ADDRESS, PORT)).isEqualTo("web " + gateway);
        assertThat(host.tcp("web", ScratchHost.HOST_ADDRESS, PORT)).isEqualTo("web " + gateway);
    }

    @Test
    void onePortOfTwoPublicationsHasTheTargetsOfBoth() throws Exception {
        String second = host.container("second", "front");
        host.serve("second", 80);
        host.networks().publish(List.of(publication(Transport.TCP, web), publication(Transport.TCP, second)));

        List<String> both = List.of(
                host.tcp("outside", ScratchHost.HOST_ADDRESS, PORT),
                host.tcp("outside", ScratchHost.HOST_ADDRESS, PORT));
        assertThat(both).anyMatch(answer -> answer.startsWith("web ")).anyMatch(answer -> answer.startsWith("second "));
    }

    @Test
    void aPortOnAnAddressThatIsNotTheHostsIsRefusedInWords() {
        assertThatThrownBy(() -> host.networks().reserve("web", "198.51.100.1", PORT, PORT, Transport.TCP))
                .isInstanceOf(NetworkException.class)
                .hasMessageContaining("198.51.100.1 is not an address of this host");
        assertThatThrownBy(() -> host.networks().reserve("web", "::1", PORT, PORT, Transport.TCP))
                .isInstanceOf(NetworkException.class)
                .hasMessageContaining("IPv4");
    }
}
