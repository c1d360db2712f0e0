package io.jcompose.network.firewall;

import io.jcompose.network.address.Ipv4;
import io.jcompose.network.firewall.Ruleset.Chain;
import io.jcompose.network.firewall.Ruleset.Hook;
import io.jcompose.network.firewall.Ruleset.PortEntry;
import io.jcompose.network.firewall.Ruleset.PortMap;
import io.jcompose.network.firewall.Ruleset.Rule;
import io.jcompose.network.firewall.Ruleset.Target;
import io.jcompose.network.firewall.Ruleset.TargetMap;
import io.jcompose.network.netlink.Message;
import io.jcompose.network.netlink.MessageWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A ruleset as nf_tables messages, and the requests that read a table back. */
final class RulesetMessages {
    static final int NFPROTO_IPV4 = 2;
    private static final int SUBSYSTEM = 10;
    private static final int NEWTABLE = SUBSYSTEM << 8;
    private static final int GETTABLE = SUBSYSTEM << 8 | 1;
    private static final int DELTABLE = SUBSYSTEM << 8 | 2;
    private static final int NEWCHAIN = SUBSYSTEM << 8 | 3;
    private static final int GETCHAIN = SUBSYSTEM << 8 | 4;
    private static final int NEWRULE = SUBSYSTEM << 8 | 6;
    private static final int GETRULE = SUBSYSTEM << 8 | 7;
    private static final int NEWSET = SUBSYSTEM << 8 | 9;
    private static final int NEWSETELEM = SUBSYSTEM << 8 | 12;
    private static final int GETSETELEM = SUBSYSTEM << 8 | 13;
    private static final int BATCH_BEGIN = 0x10;
    private static final int BATCH_END = 0x11;
    /** Elements per message: an attribute holds at most 64 KiB. */
    private static final int CHUNK = 400;

    private static final int TABLE = 1;
    private static final int SET_IS_MAP = 0x8;
    private static final int TYPE_VERDICT = 0xffffff00;
    private static final int TYPE_INTEGER = 4;
    private static final int TYPE_ADDRESS = 7;
    private static final int TYPE_PROTOCOL = 12;
    private static final int TYPE_SERVICE = 13;
    private static final int TYPE_BITS = 6;

    private RulesetMessages() {}

    static Message begin() {
        return batch(BATCH_BEGIN);
    }

    static Message end() {
        return batch(BATCH_END);
    }

    /** Adds, deletes and adds the table: whatever stood there before is gone, and there was no moment without rules. */
    static List<Message> replace(Ruleset ruleset) {
        String table = ruleset.table();
        List<Message> messages = new ArrayList<>(delete(table));
        messages.add(named(table).toMessage(NEWTABLE, Message.CREATE));
        for (Chain chain : ruleset.chains()) {
            messages.add(chain(table, chain));
        }
        int id = 1;
        for (PortMap map : ruleset.maps()) {
            messages.addAll(portMap(table, map, id++));
        }
        for (TargetMap map : ruleset.targets()) {
            messages.addAll(targetMap(table, map, id++));
        }
        for (Chain chain : ruleset.chains()) {
            for (Rule rule : chain.rules()) {
                messages.add(rule(table, chain.name(), rule));
            }
        }
        return messages;
    }

    /** Deletes a table that may not be there. */
    static List<Message> delete(String table) {
        return List.of(
                named(table).toMessage(NEWTABLE, Message.CREATE), named(table).toMessage(DELTABLE, 0));
    }

    static Message table(String table) {
        return named(table).toMessage(GETTABLE, 0);
    }

    /** All chains of all tables of all families. */
    static Message allChains() {
        return header(0).toMessage(GETCHAIN, 0);
    }

    static Message rules(String table) {
        return named(table).toMessage(GETRULE, 0);
    }

    static Message elements(String table, String map) {
        return named(table).attributeText(2, map).toMessage(GETSETELEM, 0);
    }

    private static Message chain(String table, Chain chain) {
        MessageWriter writer = named(table).attributeText(3, chain.name());
        Hook hook = chain.hook();
        if (hook != null) {
            writer.nested(4, place -> place.attributeBe32(1, hook.number()).attributeBe32(2, hook.priority()))
                    .attributeBe32(5, Expressions.NF_ACCEPT)
                    .attributeText(7, hook.type());
        }
        return writer.toMessage(NEWCHAIN, Message.CREATE);
    }

    private static Message rule(String table, String chain, Rule rule) {
        return named(table)
                .attributeText(2, chain)
                .nested(4, list -> rule.clauses().forEach(clause -> Expressions.write(list, clause)))
                .toMessage(NEWRULE, Message.CREATE | Message.APPEND);
    }

    private static List<Message> portMap(String table, PortMap map, int id) {
        int type = TYPE_PROTOCOL << TYPE_BITS | TYPE_SERVICE;
        List<Message> messages = new ArrayList<>();
        messages.add(newMap(table, map.name(), id, map.entries().size())
                .attributeBe32(4, map.withAddress() ? (TYPE_ADDRESS << (2 * TYPE_BITS)) | type : type)
                .attributeBe32(5, map.withAddress() ? 12 : 8)
                .attributeBe32(6, TYPE_VERDICT)
                .attributeBe32(7, 0)
                .toMessage(NEWSET, Message.CREATE));
        for (int from = 0; from < map.entries().size(); from += CHUNK) {
            List<PortEntry> chunk =
                    map.entries().subList(from, Math.min(map.entries().size(), from + CHUNK));
            messages.add(named(table)
                    .attributeText(2, map.name())
                    .nested(3, list -> chunk.forEach(entry -> element(list, entry)))
                    .toMessage(NEWSETELEM, Message.CREATE));
        }
        return messages;
    }

    private static void element(MessageWriter list, PortEntry entry) {
        Integer address = entry.address();
        ByteBuffer key = ByteBuffer.allocate(address == null ? 8 : 12);
        if (address != null) {
            key.putInt(address);
        }
        key.put((byte) Expressions.protocolNumber(entry.transport())).put(new byte[3]);
        key.putShort((short) entry.port());
        list.nested(
                1,
                element -> element.nested(1, data -> data.attribute(Expressions.DATA_VALUE, key.array()))
                        .nested(2, data -> Expressions.verdict(data, Expressions.NFT_GOTO, entry.chain())));
    }

    private static List<Message> targetMap(String table, TargetMap map, int id) {
        List<Message> messages = new ArrayList<>();
        messages.add(newMap(table, map.name(), id, map.targets().size())
                .attributeBe32(4, TYPE_INTEGER)
                .attributeBe32(5, 4)
                .attributeBe32(6, TYPE_ADDRESS << TYPE_BITS | TYPE_SERVICE)
                .attributeBe32(7, 8)
                .toMessage(NEWSET, Message.CREATE));
        for (int from = 0; from < map.targets().size(); from += CHUNK) {
            int first = from;
            int end = Math.min(map.targets().size(), from + CHUNK);
            messages.add(named(table)
                    .attributeText(2, map.name())
                    .nested(3, list -> {
                        for (int i = first; i < end; i++) {
                            element(list, i, map.targets().get(i));
                        }
                    })
                    .toMessage(NEWSETELEM, Message.CREATE));
        }
        return messages;
    }

    private static void element(MessageWriter list, int number, Target target) {
        byte[] value = ByteBuffer.allocate(8)
                .put(Ipv4.bytes(target.address()))
                .putShort((short) target.port())
                .array();
        list.nested(
                1,
                element -> element.nested(
                                1, data -> data.attribute(Expressions.DATA_VALUE, MessageWriter.nativeInt(number)))
                        .nested(2, data -> data.attribute(Expressions.DATA_VALUE, value)));
    }

    /** With its size known the kernel takes a table that never reorders, so two readings of a map are the same. */
    private static MessageWriter newMap(String table, String name, int id, int size) {
        MessageWriter writer =
                named(table).attributeText(2, name).attributeBe32(3, SET_IS_MAP).attributeBe32(10, id);
        return size == 0 ? writer : writer.nested(9, description -> description.attributeBe32(1, size));
    }

    private static MessageWriter named(String table) {
        return header(NFPROTO_IPV4).attributeText(TABLE, table);
    }

    private static Message batch(int type) {
        return new MessageWriter().u8(0).u8(0).be16(SUBSYSTEM).toMessage(type, 0);
    }

    /** struct nfgenmsg: family, version, resource. */
    private static MessageWriter header(int family) {
        return new MessageWriter().u8(family).u8(0).be16(0);
    }
}
