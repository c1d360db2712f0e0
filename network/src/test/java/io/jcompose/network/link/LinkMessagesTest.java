package io.jcompose.network.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.jcompose.network.address.Ipv4;
import io.jcompose.network.address.Subnet;
import io.jcompose.network.netlink.Message;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class LinkMessagesTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final String HEADER_WITHOUT_LENGTH = "0000000000000000";

    private static Message received(int type, String body) {
        String length = String.format("%02x000000", 16 + body.length() / 2);
        byte[] bytes = HEX.parseHex(length + String.format("%02x00", type) + "0000" + HEADER_WITHOUT_LENGTH + body);
        return Message.parse(bytes, bytes.length).get(0);
    }

    @Test
    void aVethPairIsOneMessageWithItsFarEndInTheOtherNamespace() {
        var pair = new VethPair("jv1", 7, "eth0", "02:42:ac:11:00:02", 1500);

        assertThat(HEX.formatHex(LinkMessages.newVeth(pair, 9).body()))
                .isEqualTo("0000" + "0000" + "00000000" + "01000000" + "01000000"
                        + "0800" + "0300" + "6a763100"
                        + "0800" + "0400" + "dc050000"
                        + "0800" + "0a00" + "07000000"
                        + "5000" + "1280"
                        + "0900" + "0100" + "7665746800" + "000000"
                        + "4000" + "0280"
                        + "3c00" + "0180"
                        + "0000" + "0000" + "00000000" + "00000000" + "00000000"
                        + "0900" + "0300" + "6574683000" + "000000"
                        + "0a00" + "0100" + "0242ac110002" + "0000"
                        + "0800" + "0400" + "dc050000"
                        + "0800" + "1c00" + "09000000");
    }

    @Test
    void anAddressHasItsBroadcastAddress() {
        var address = new LinkAddress(3, Ipv4.parse("172.17.0.1"), 16);

        assertThat(HEX.formatHex(LinkMessages.newAddress(address).body()))
                .isEqualTo("02100000" + "03000000"
                        + "0800" + "0200" + "ac110001"
                        + "0800" + "0100" + "ac110001"
                        + "0800" + "0400" + "ac11ffff");
    }

    @Test
    void aBridgePortIsReadFromADump() {
        Message answer = received(
                16,
                "00000100" + "05000000" + "43100100" + "00000000"
                        + "0800" + "0300" + "6a763100"
                        + "0800" + "0400" + "dc050000"
                        + "0800" + "0500" + "02000000"
                        + "0800" + "0a00" + "04000000"
                        + "0a00" + "0100" + "aabbccddeeff" + "0000"
                        + "2800" + "1200"
                        + "0900" + "0100" + "7665746800" + "000000"
                        + "0b00" + "0400" + "62726964676500" + "00"
                        + "0c00" + "0500" + "0500" + "0400" + "01" + "000000");

        assertThat(LinkMessages.link(answer))
                .isEqualTo(new Link("jv1", 5, "veth", true, 4, 2, "aa:bb:cc:dd:ee:ff", 1500, true));
    }

    @Test
    void routesAreReadWithAndWithoutDestination() {
        Message net = received(
                24, "02180000" + "fe020001" + "00000000" + "0800" + "0100" + "c0000200" + "0800" + "0400" + "03000000");
        Message all = received(
                24, "02000000" + "fe030001" + "00000000" + "0800" + "0500" + "c0000201" + "0800" + "0400" + "03000000");

        assertThat(LinkMessages.route(net)).isEqualTo(new Route(Subnet.parse("192.0.2.0/24"), 3, 0, true));
        assertThat(LinkMessages.route(all))
                .isEqualTo(new Route(Subnet.parse("0.0.0.0/0"), 3, Ipv4.parse("192.0.2.1"), true));
    }
}
