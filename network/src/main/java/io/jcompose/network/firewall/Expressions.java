package io.jcompose.network.firewall;

import io.jcompose.network.Transport;
import io.jcompose.network.address.Ipv4;
import io.jcompose.network.address.Subnet;
import io.jcompose.network.netlink.MessageWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Clauses as the kernel's nf_tables expressions (include/uapi/linux/netfilter/nf_tables.h). Register 1 is 16 bytes long
 * and overlaps the 4-byte registers 8 to 11; parts of a concatenation stand in 4-byte registers one after the other.
 */
final class Expressions {
    static final int DATA_VALUE = 1;
    private static final int DATA_VERDICT = 2;
    private static final int VERDICT_CODE = 1;
    private static final int VERDICT_CHAIN = 2;

    static final int NF_DROP = 0;
    static final int NF_ACCEPT = 1;
    static final int NFT_JUMP = -3;
    static final int NFT_GOTO = -4;

    private static final int LIST_ELEM = 1;
    private static final int EXPR_NAME = 1;
    private static final int EXPR_DATA = 2;
    private static final int VERDICT_REGISTER = 0;
    private static final int REGISTER = 1;
    private static final int FIRST_PART = 8;
    private static final int IFNAMSIZ = 16;

    private static final int META_IIFNAME = 6;
    private static final int META_OIFNAME = 7;
    private static final int META_L4PROTO = 16;
    private static final int NETWORK_HEADER = 1;
    private static final int TRANSPORT_HEADER = 2;
    private static final int SADDR_OFFSET = 12;
    private static final int DADDR_OFFSET = 16;
    private static final int DPORT_OFFSET = 2;
    private static final int TCP_FLAGS_OFFSET = 13;
    private static final byte TCP_FIN = 1;
    private static final byte TCP_SYN = 2;
    private static final byte TCP_RST = 4;
    private static final byte TCP_ACK = 16;
    private static final int CMP_EQ = 0;
    private static final int CMP_NEQ = 1;
    private static final int CT_STATE = 0;
    private static final int CT_STATUS = 2;
    private static final int STATUS_DST_NAT = 0x20;
    private static final int STATE_ESTABLISHED_RELATED = 0x2 | 0x4;
    private static final int FIB_RESULT_ADDRTYPE = 3;
    private static final int FIB_DADDR = 2;
    private static final int RTN_LOCAL = 2;
    private static final int NAT_DNAT = 1;
    private static final int NFPROTO_IPV4 = 2;
    private static final int NUMGEN_INCREMENTAL = 0;

    private final MessageWriter list;

    private Expressions(MessageWriter list) {
        this.list = list;
    }

    /** Writes the expressions of a clause as elements of a list attribute. */
    static void write(MessageWriter list, Clause clause) {
        new Expressions(list).write(clause);
    }

    static int protocolNumber(Transport transport) {
        return transport == Transport.TCP ? 6 : 17;
    }

    static void verdict(MessageWriter data, int code, String chain) {
        data.nested(DATA_VERDICT, verdict -> {
            verdict.attributeBe32(VERDICT_CODE, code);
            if (!chain.isEmpty()) {
                verdict.attributeText(VERDICT_CHAIN, chain);
            }
        });
    }

    private void write(Clause clause) {
        if (clause instanceof Clause.FromLink match) {
            meta(META_IIFNAME, REGISTER);
            compare(CMP_EQ, linkName(match.link()));
        } else if (clause instanceof Clause.ToLink match) {
            meta(META_OIFNAME, REGISTER);
            compare(match.equal() ? CMP_EQ : CMP_NEQ, linkName(match.link()));
        } else if (clause instanceof Clause.Source match) {
            address(SADDR_OFFSET, match.subnet());
        } else if (clause instanceof Clause.Destination match) {
            address(DADDR_OFFSET, match.subnet());
        } else if (clause instanceof Clause.DestinationIsHost) {
            destinationIsHost();
        } else if (clause instanceof Clause.Protocol match) {
            meta(META_L4PROTO, REGISTER);
            compare(CMP_EQ, new byte[] {(byte) protocolNumber(match.transport())});
        } else if (clause instanceof Clause.DestinationPort match) {
            payload(TRANSPORT_HEADER, DPORT_OFFSET, 2, REGISTER);
            compare(CMP_EQ, port(match.port()));
        } else if (clause instanceof Clause.Translated) {
            connection(CT_STATUS, STATUS_DST_NAT);
        } else if (clause instanceof Clause.Established) {
            connection(CT_STATE, STATE_ESTABLISHED_RELATED);
        } else if (clause instanceof Clause.Opening) {
            opening();
        } else {
            act(clause);
        }
    }

    private void act(Clause clause) {
        if (clause instanceof Clause.PortVerdict lookup) {
            portVerdict(lookup);
        } else if (clause instanceof Clause.DestinationTo target) {
            immediate(FIRST_PART, Ipv4.bytes(target.address()));
            immediate(FIRST_PART + 1, port(target.port()));
            destinationFromParts();
        } else if (clause instanceof Clause.DestinationInTurn balanced) {
            numgen(balanced.count());
            lookup(balanced.map(), FIRST_PART);
            destinationFromParts();
        } else if (clause instanceof Clause.Masquerade) {
            expression("masq", data -> {});
        } else if (clause instanceof Clause.Jump jump) {
            verdict(NFT_JUMP, jump.chain());
        } else if (clause instanceof Clause.Accept) {
            verdict(NF_ACCEPT, "");
        } else if (clause instanceof Clause.Drop) {
            verdict(NF_DROP, "");
        } else {
            throw new IllegalArgumentException("no expressions for " + clause);
        }
    }

    private void portVerdict(Clause.PortVerdict lookup) {
        int part = FIRST_PART;
        if (lookup.withAddress()) {
            payload(NETWORK_HEADER, DADDR_OFFSET, 4, part++);
        }
        meta(META_L4PROTO, part++);
        payload(TRANSPORT_HEADER, DPORT_OFFSET, 2, part);
        lookup(lookup.map(), VERDICT_REGISTER);
    }

    private void address(int offset, Subnet subnet) {
        payload(NETWORK_HEADER, offset, 4, REGISTER);
        if (subnet.prefix() < 32) {
            mask(Ipv4.bytes(subnet.mask()));
        }
        compare(CMP_EQ, Ipv4.bytes(subnet.network()));
    }

    private void opening() {
        meta(META_L4PROTO, REGISTER);
        compare(CMP_EQ, new byte[] {(byte) protocolNumber(Transport.TCP)});
        payload(TRANSPORT_HEADER, TCP_FLAGS_OFFSET, 1, REGISTER);
        mask(new byte[] {TCP_FIN | TCP_SYN | TCP_RST | TCP_ACK});
        compare(CMP_EQ, new byte[] {TCP_SYN});
    }

    private void destinationIsHost() {
        expression(
                "fib",
                data -> data.attributeBe32(1, REGISTER)
                        .attributeBe32(2, FIB_RESULT_ADDRTYPE)
                        .attributeBe32(3, FIB_DADDR));
        compare(CMP_EQ, MessageWriter.nativeInt(RTN_LOCAL));
    }

    private void connection(int key, int bits) {
        expression("ct", data -> data.attributeBe32(1, REGISTER).attributeBe32(2, key));
        mask(MessageWriter.nativeInt(bits));
        compare(CMP_NEQ, new byte[4]);
    }

    private void numgen(int modulus) {
        expression(
                "numgen",
                data -> data.attributeBe32(1, REGISTER)
                        .attributeBe32(2, modulus)
                        .attributeBe32(3, NUMGEN_INCREMENTAL));
    }

    private void destinationFromParts() {
        expression(
                "nat",
                data -> data.attributeBe32(1, NAT_DNAT)
                        .attributeBe32(2, NFPROTO_IPV4)
                        .attributeBe32(3, FIRST_PART)
                        .attributeBe32(5, FIRST_PART + 1));
    }

    private void meta(int key, int register) {
        expression("meta", data -> data.attributeBe32(1, register).attributeBe32(2, key));
    }

    private void payload(int base, int offset, int length, int register) {
        expression(
                "payload",
                data -> data.attributeBe32(1, register)
                        .attributeBe32(2, base)
                        .attributeBe32(3, offset)
                        .attributeBe32(4, length));
    }

    private void mask(byte[] mask) {
        expression(
                "bitwise",
                data -> data.attributeBe32(1, REGISTER)
                        .attributeBe32(2, REGISTER)
                        .attributeBe32(3, mask.length)
                        .nested(4, value -> value.attribute(DATA_VALUE, mask))
                        .nested(5, value -> value.attribute(DATA_VALUE, new byte[mask.length])));
    }

    private void compare(int operation, byte[] value) {
        expression(
                "cmp",
                data -> data.attributeBe32(1, REGISTER)
                        .attributeBe32(2, operation)
                        .nested(3, operand -> operand.attribute(DATA_VALUE, value)));
    }

    private void lookup(String map, int register) {
        expression(
                "lookup",
                data -> data.attributeText(1, map)
                        .attributeBe32(2, register == VERDICT_REGISTER ? FIRST_PART : REGISTER)
                        .attributeBe32(3, register));
    }

    private void immediate(int register, byte[] value) {
        expression(
                "immediate",
                data -> data.attributeBe32(1, register).nested(2, operand -> operand.attribute(DATA_VALUE, value)));
    }

    private void verdict(int code, String chain) {
        expression(
                "immediate",
                data -> data.attributeBe32(1, VERDICT_REGISTER).nested(2, operand -> verdict(operand, code, chain)));
    }

    private void expression(String name, Consumer<MessageWriter> data) {
        list.nested(LIST_ELEM, element -> element.attributeText(EXPR_NAME, name).nested(EXPR_DATA, data));
    }

    private static byte[] linkName(String name) {
        return Arrays.copyOf(name.getBytes(StandardCharsets.US_ASCII), IFNAMSIZ);
    }

    private static byte[] port(int port) {
        return new byte[] {(byte) (port >> 8), (byte) port};
    }
}
