package io.jcompose.network.firewall;

import static org.assertj.core.api.Assertions.assertThat;

import io.jcompose.network.Publication;
import io.jcompose.network.Publication.Target;
import io.jcompose.network.Transport;
import io.jcompose.network.address.Ipv4;
import io.jcompose.network.address.Subnet;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class FirewallTest {
    private static final FirewallNetwork FRONT =
            new FirewallNetwork("jcfront", Subnet.parse("172.17.0.0/16"), Ipv4.parse("172.17.0.1"), false, 53);
    private static final FirewallNetwork MOVED =
            new FirewallNetwork("jcmoved", Subnet.parse("172.18.0.0/16"), Ipv4.parse("172.18.0.1"), false, 40053);
    private static final FirewallNetwork INNER =
            new FirewallNetwork("jcinner", Subnet.parse("172.19.0.0/16"), Ipv4.parse("172.19.0.1"), true, 53);

    private static String golden(String name) throws IOException {
        try (InputStream in = FirewallTest.class.getResourceAsStream(name)) {
            assertThat(in).as(name).isNotNull();
            return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Publication tcp(int port, Target... targets) {
        return new Publication(null, port, Transport.TCP, List.of(targets));
    }

    @Test
    void oneNetworkWithoutPorts() throws Exception {
        assertThat(Firewall.ruleset("jcompose_0badcafe", List.of(FRONT), List.of(), List.of())
                        .text())
                .isEqualTo(golden("one-network.nft"));
    }

    @Test
    void publishedPorts() throws Exception {
        List<Publication> publications = List.of(
                tcp(8080, new Target("172.17.0.2", 80), new Target("172.17.0.3", 80)),
                new Publication("127.0.0.1", 5353, Transport.UDP, List.of(new Target("172.18.0.2", 53))),
                tcp(9000));

        assertThat(Firewall.ruleset("jcompose_0badcafe", List.of(FRONT, MOVED), publications, List.of())
                        .text())
                .isEqualTo(golden("published-ports.nft"));
    }

    @Test
    void nobodyIsLedToAnAddressThatIsLeaving() {
        var second = new Target("172.17.0.3", 80);
        String text = Firewall.ruleset(
                        "t", List.of(FRONT), List.of(tcp(8080, second)), List.of(Ipv4.parse("172.17.0.2")))
                .text();
        assertThat(text).contains("""
                  chain leaving {
                    type filter hook postrouting priority 0
                    ct status dnat ip daddr 172.17.0.2 meta l4proto tcp tcp flags & (fin | syn | rst | ack) == syn drop
                  }
                """);
    }

    @Test
    void anInternalNetworkLetsNothingInOrOut() throws Exception {
        assertThat(Firewall.ruleset(
                                "jcompose_0badcafe",
                                List.of(FRONT, INNER),
                                List.of(tcp(8080, new Target("172.19.0.2", 80), new Target("172.17.0.2", 80))),
                                List.of())
                        .text())
                .isEqualTo(golden("internal-network.nft"));
    }

    @Test
    void aRuleIsAListOfTheKernelsExpressions() {
        var rule = Ruleset.Rule.of(new Clause.DestinationIsHost(), new Clause.Jump("publish"));
        var ruleset = new Ruleset(
                "t", List.of(), List.of(), List.of(new Ruleset.Chain("c", Ruleset.Hook.OUTPUT, List.of(rule))));

        List<String> messages = RulesetMessages.replace(ruleset).stream()
                .map(message -> HexFormat.of().formatHex(message.body()))
                .toList();

        String table = "02000000" + "0600" + "0100" + "7400" + "0000";
        assertThat(messages)
                .containsExactly(
                        table,
                        table,
                        table,
                        table + "0600" + "0300" + "6300" + "0000"
                                + "1400" + "0480" + "0800" + "0100" + "00000003" + "0800" + "0200" + "ffffff9c"
                                + "0800" + "0500" + "00000001"
                                + "0800" + "0700" + "6e617400",
                        table + "0600" + "0200" + "6300" + "0000"
                                + "9400" + "0480"
                                + "2800" + "0180" + "0800" + "0100" + "66696200"
                                + "1c00" + "0280" + "0800" + "0100" + "00000001" + "0800" + "0200" + "00000003"
                                + "0800" + "0300" + "00000002"
                                + "2c00" + "0180" + "0800" + "0100" + "636d7000"
                                + "2000" + "0280" + "0800" + "0100" + "00000001" + "0800" + "0200" + "00000000"
                                + "0c00" + "0380" + "0800" + "0100" + "02000000"
                                + "3c00" + "0180" + "0e00" + "0100" + "696d6d65646961746500" + "0000"
                                + "2800" + "0280" + "0800" + "0100" + "00000000"
                                + "1c00" + "0280" + "1800" + "0280" + "0800" + "0100" + "fffffffd"
                                + "0c00" + "0200" + "7075626c69736800");
    }

    @Test
    void manyPortsAreSeveralMessagesThatFitTheirLength() {
        List<Publication> many = java.util.stream.IntStream.rangeClosed(1, 5000)
                .mapToObj(port -> tcp(port, new Target("172.17.0.2", port)))
                .toList();

        assertThat(RulesetMessages.replace(Firewall.ruleset("t", List.of(FRONT), many, List.of())))
                .hasSizeGreaterThan(10_000)
                .allSatisfy(message -> assertThat(message.body().length).isLessThan(65_536));
    }

    @Test
    void flowsOfChangedPortsThatLeadElsewhereAreStale() {
        Publication before = new Publication(null, 53, Transport.UDP, List.of(new Target("172.17.0.2", 53)));
        Publication after = new Publication(null, 53, Transport.UDP, List.of(new Target("172.17.0.3", 53)));
        int hostAddress = Ipv4.parse("192.0.2.1");
        var stale =
                new StaleFlows(List.of(before), List.of(after), java.util.Set.of(hostAddress), List.of(FRONT.subnet()));

        assertThat(stale.contains(flow("192.0.2.1", 53, "172.17.0.2", 53))).isTrue();
        assertThat(stale.contains(flow("192.0.2.1", 53, "192.0.2.1", 53))).isTrue();
        assertThat(stale.contains(flow("192.0.2.1", 53, "172.17.0.3", 53))).isFalse();
        assertThat(stale.contains(flow("192.0.2.1", 54, "172.17.0.2", 53))).isFalse();
        assertThat(stale.contains(flow("8.8.8.8", 53, "8.8.8.8", 53))).isFalse();
        assertThat(new StaleFlows(List.of(after), List.of(after), java.util.Set.of(), List.of()).isEmpty())
                .isTrue();
    }

    private static Flow flow(String to, int port, String answering, int answeringPort) {
        return new Flow(
                new Flow.Side(Ipv4.parse("192.0.2.9"), 40000),
                new Flow.Side(Ipv4.parse(to), port),
                new Flow.Side(Ipv4.parse(answering), answeringPort));
    }
}
