package io.jcompose.network.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Golden bytes of a little-endian machine, as x86-64, aarch64 and riscv64 are. */
class MessageTest {
    private static final HexFormat HEX = HexFormat.of();

    @Test
    void aMessageIsHeaderStructAndAlignedAttributes() {
        Message message = new MessageWriter()
                .u8(2)
                .u8(24)
                .u16(0)
                .attributeText(3, "eth0")
                .attributeU32(4, 1500)
                .attributeBe32(5, 6)
                .toMessage(16, Message.CREATE)
                .numbered(7, Message.REQUEST | Message.ACK);

        assertThat(HEX.formatHex(message.toBytes()))
                .isEqualTo("30000000" + "1000" + "0504" + "07000000" + "00000000"
                        + "02180000"
                        + "0900" + "0300" + "6574683000" + "000000"
                        + "0800" + "0400" + "dc050000"
                        + "0800" + "0500" + "00000006");
    }

    @Test
    void aNestedAttributeHasTheLengthOfItsContentAndTheNestedBit() {
        Message message = new MessageWriter()
                .nested(18, info -> info.attributeText(1, "veth").nested(2, data -> data.attributeU8(1, 9)))
                .toMessage(16, 0);

        assertThat(HEX.formatHex(message.body()))
                .isEqualTo("1c00" + "1280" + "0900" + "0100" + "7665746800" + "000000" + "0c00" + "0280" + "0500"
                        + "0100" + "09" + "000000");
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        byte[] first = new MessageWriter()
                .u32(42)
                .attributeText(1, "br0")
                .nested(2, inner -> inner.attributeBe32(7, 1 << 30))
                .toMessage(20, 0)
                .toBytes();
        byte[] second = new MessageWriter().u32(43).toMessage(21, 0).toBytes();
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);

        List<Message> read = Message.parse(both, both.length);

        assertThat(read).extracting(Message::type).containsExactly(20, 21);
        assertThat(read.get(0).intAt(0)).isEqualTo(42);
        Attributes attributes = read.get(0).attributes(4);
        assertThat(attributes.text(1)).isEqualTo("br0");
        assertThat(attributes.nested(2).be32(7)).isEqualTo(1 << 30);
        assertThat(attributes.has(3)).isFalse();
        assertThat(attributes.u32(3)).isZero();
    }

    @Test
    void aBrokenTailEndsTheReading() {
        byte[] whole = new MessageWriter().u32(1).toMessage(20, 0).toBytes();
        byte[] broken = Arrays.copyOf(whole, whole.length + 17);
        broken[whole.length] = 99;

        assertThat(Message.parse(broken, broken.length)).hasSize(1);
        assertThat(Attributes.parse(new byte[] {3, 0, 1, 0, 9, 0, 1, 0}, 0, 8).has(1))
                .isFalse();
    }

    @Test
    void anAttributeThatIsTooLongIsRefused() {
        var writer = new MessageWriter();

        assertThatThrownBy(() -> writer.attribute(1, new byte[70_000])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> writer.nested(
                        1, inner -> inner.attribute(2, new byte[40_000]).attribute(3, new byte[40_000])))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRefusalCarriesTheKernelsOwnWords() {
        String words = HEX.formatHex("no such device".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        byte[] capped = HEX.parseHex("38000000" + "0200" + "0003" + "05000000" + "00000000"
                + "edffffff" + "20000000" + "1000" + "0504" + "05000000" + "00000000"
                + "1300" + "0100" + words + "00" + "00");

        Acknowledgement ack =
                Acknowledgement.parse(Message.parse(capped, capped.length).get(0));

        assertThat(ack.errno()).isEqualTo(19);
        assertThat(ack.failure()).hasMessage("no such device (no such device)");
    }

    @Test
    void successIsErrorNumberZero() {
        byte[] success = HEX.parseHex("24000000" + "0200" + "0001" + "05000000" + "00000000" + "00000000" + "20000000"
                + "1000" + "0504" + "05000000" + "00000000");

        assertThat(Acknowledgement.parse(Message.parse(success, success.length).get(0)))
                .isEqualTo(new Acknowledgement(0, ""));
    }
}
