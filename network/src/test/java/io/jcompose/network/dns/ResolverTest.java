package io.jcompose.network.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.jcompose.network.Zone;
import io.jcompose.network.dns.Answering.Client;
import io.jcompose.network.dns.Resolver.Decision;
import io.jcompose.network.dns.View.NamedZone;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

class ResolverTest {
    private static final String CLIENT = "172.17.0.9";
    private static final Zone FRONT = new Zone(
            Map.of(
                    "web", List.of("172.17.0.2", "172.17.0.3"),
                    "p-web-1", List.of("172.17.0.2"),
                    "empty", List.of()),
            Map.of(CLIENT, Map.of("db", List.of("172.17.0.5"))));
    private static final Zone BACK = new Zone(Map.of("database", List.of("172.18.0.2")), Map.of());
    private static final View VIEW = new View(
            CLIENT,
            List.of(new NamedZone("p_front", CLIENT, FRONT), new NamedZone("p_back", "172.18.0.9", BACK)),
            true,
            true);

    private static Message query(String name, int type) {
        try {
            return Message.newQuery(Record.newRecord(Name.fromString(name, Name.root), type, DClass.IN));
        } catch (TextParseException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Message answer(Message query, View view, int turn) {
        Decision decision = Resolver.resolve(query, view, turn);
        assertThat(decision).isInstanceOf(Decision.Answer.class);
        return ((Decision.Answer) decision).message();
    }

    private static List<String> addresses(String name, int turn) {
        return answer(query(name, Type.A), VIEW, turn).getSection(Section.ANSWER).stream()
                .map(Record::rdataToString)
                .toList();
    }

    @Test
    void replicasAreAnsweredInTurn() {
        assertThat(addresses("web", 0)).containsExactly("172.17.0.2", "172.17.0.3");
        assertThat(addresses("web", 1)).containsExactly("172.17.0.3", "172.17.0.2");
        assertThat(addresses("web", -1)).containsExactly("172.17.0.3", "172.17.0.2");
    }

    @Test
    void caseDoesNotMatterAndTheQuestionsSpellingComesBack() {
        Message answer = answer(query("WeB", Type.A), VIEW, 0);

        assertThat(answer.getSection(Section.ANSWER)).hasSize(2);
        assertThat(answer.getSection(Section.ANSWER).get(0).getName()).hasToString("WeB.");
        assertThat(answer.getHeader().getFlag(Flags.AA)).isTrue();
    }

    @Test
    void aNameCanCarryItsNetworksName() {
        assertThat(addresses("web.p_front", 0)).containsExactly("172.17.0.2", "172.17.0.3");
        assertThat(addresses("database.p_back", 0)).containsExactly("172.18.0.2");
        assertThat(Resolver.resolve(query("web.p_back", Type.A), VIEW, 0)).isInstanceOf(Decision.Forward.class);
    }

    @Test
    void aLinkIsSeenByItsClientOnly() {
        assertThat(addresses("db", 0)).containsExactly("172.17.0.5");
        View other = new View("172.17.0.8", List.of(new NamedZone("p_front", "172.17.0.8", FRONT)), true, true);
        assertThat(Resolver.resolve(query("db", Type.A), other, 0)).isInstanceOf(Decision.Forward.class);
    }

    @Test
    void knownNamesHaveNoIpv6AddressAndExist() {
        for (int type : new int[] {Type.AAAA, Type.MX, Type.SRV, Type.HTTPS}) {
            Message answer = answer(query("web", type), VIEW, 0);
            assertThat(answer.getRcode()).isEqualTo(Rcode.NOERROR);
            assertThat(answer.getSection(Section.ANSWER)).isEmpty();
        }
        assertThat(answer(query("empty", Type.A), VIEW, 0).getRcode()).isEqualTo(Rcode.NOERROR);
    }

    @Test
    void anAddressHasTheNameThatIsOnlyItsOwn() {
        Message query = query(
                ReverseMap.fromAddress(java.net.InetAddress.getLoopbackAddress())
                        .toString(),
                Type.PTR);
        assertThat(Resolver.resolve(query, VIEW, 0)).isInstanceOf(Decision.Forward.class);

        Message answer = answer(query("2.0.17.172.in-addr.arpa", Type.PTR), VIEW, 0);
        assertThat(answer.getSection(Section.ANSWER).get(0).rdataToString()).isEqualTo("p-web-1.p_front.");
    }

    @Test
    void otherNamesAreForwardedOrDenied() {
        assertThat(Resolver.resolve(query("example.org", Type.A), VIEW, 0)).isInstanceOf(Decision.Forward.class);
        View internal = new View(CLIENT, VIEW.networks(), false, true);
        assertThat(answer(query("example.org", Type.A), internal, 0).getRcode()).isEqualTo(Rcode.NXDOMAIN);
    }

    @Test
    void beforeTheZonesAreKnownPlainNamesAreNotDenied() {
        View early = new View(CLIENT, List.of(new NamedZone("p_front", CLIENT, Zone.EMPTY)), true, false);

        assertThat(Resolver.resolve(query("web", Type.A), early, 0)).isInstanceOf(Decision.Ignore.class);
        assertThat(Resolver.resolve(query("example.org", Type.A), early, 0)).isInstanceOf(Decision.Forward.class);
    }

    @Test
    void whatIsNoPlainQueryIsRefused() {
        Message response = query("web", Type.A);
        response.getHeader().setFlag(Flags.QR);
        assertThat(Resolver.resolve(response, VIEW, 0)).isInstanceOf(Decision.Ignore.class);

        Message update = query("web", Type.A);
        update.getHeader().setOpcode(Opcode.UPDATE);
        assertThat(answer(update, VIEW, 0).getRcode()).isEqualTo(Rcode.NOTIMP);

        assertThat(answer(new Message(), VIEW, 0).getRcode()).isEqualTo(Rcode.FORMERR);

        Message chaos = Message.newQuery(Record.newRecord(Name.root, Type.TXT, DClass.CH));
        assertThat(answer(chaos, VIEW, 0).getRcode()).isEqualTo(Rcode.REFUSED);
    }

    private static List<byte[]> replies(byte[] packet, Zone zone, boolean tcp) {
        View view = new View(CLIENT, List.of(new NamedZone("n", CLIENT, zone)), false, true);
        List<byte[]> replies = new ArrayList<>();
        new Answering((network, client) -> view, (query, client, reply) -> reply.accept(null))
                .answer(packet, new Client("n", CLIENT, tcp), replies::add);
        return replies;
    }

    @Test
    void aLongAnswerIsCutForUdpAndWholeForTcp() throws Exception {
        List<String> many =
                IntStream.rangeClosed(1, 200).mapToObj(i -> "172.17.1." + i).toList();
        Zone zone = new Zone(Map.of("web", many), Map.of());
        byte[] query = query("web", Type.A).toWire();

        byte[] udp = replies(query, zone, false).get(0);
        byte[] tcp = replies(query, zone, true).get(0);

        assertThat(udp.length).isLessThanOrEqualTo(512);
        assertThat(new Message(udp).getHeader().getFlag(Flags.TC)).isTrue();
        assertThat(new Message(tcp).getSection(Section.ANSWER)).hasSize(200);
    }

    @Test
    void hostilePacketsAreAnsweredShortlyOrNotAtAll() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] good = query("web", Type.A).toWire();
        for (int i = 0; i < 20_000; i++) {
            byte[] packet = random.nextBoolean() ? good.clone() : new byte[random.nextInt(100)];
            for (int j = 0; j < 1 + random.nextInt(8) && packet.length > 0; j++) {
                packet[random.nextInt(packet.length)] = (byte) random.nextInt();
            }
            packet = Arrays.copyOf(packet, random.nextInt(packet.length + 1));
            List<byte[]> replies = replies(packet, FRONT, false);
            assertThat(replies.size()).as("seed %d", seed).isLessThanOrEqualTo(1);
            replies.forEach(
                    reply -> assertThat(reply.length).as("seed %d", seed).isLessThanOrEqualTo(4096));
        }
    }

    @Test
    void compressionPointersThatLoopAreAFormatError() {
        byte[] loop =
                HexFormat.of().parseHex("1234" + "0100" + "0001" + "0000" + "0000" + "0000" + "c00c" + "0001" + "0001");

        assertThat(replies(loop, FRONT, false)).singleElement().satisfies(reply -> {
            assertThat(reply[3] & 0xf).isEqualTo(Rcode.FORMERR);
            assertThat(reply).startsWith(0x12, 0x34);
        });
    }

    @Test
    void resolversAreReadFromResolvConf() {
        assertThat(HostResolvers.parse(List.of(
                        "# nameserver 1.1.1.1",
                        "nameserver 192.0.2.53",
                        "  nameserver   192.0.2.54  # second",
                        "nameserver fe80::1%eth0",
                        "nameserver",
                        "search example.org",
                        "nameserver 2001:db8::53",
                        "nameserver 192.0.2.56",
                        "nameserver resolver.example.org")))
                .containsExactly("192.0.2.53", "192.0.2.54", "2001:db8::53");
    }
}
