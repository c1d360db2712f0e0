package io.jcompose.network.dns;

import io.jcompose.network.Zone;
import io.jcompose.network.address.Ipv4;
import io.jcompose.network.dns.View.NamedZone;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** Decides about one query (RFC 1035). */
final class Resolver {
    /** Seconds that an answer may be kept: short, because replicas come and go. */
    static final int TTL = 5;

    private Resolver() {}

    sealed interface Decision {
        record Answer(Message message) implements Decision {}

        /** Ask the host's resolvers. */
        record Forward() implements Decision {}

        /** Say nothing. */
        record Ignore() implements Decision {}
    }

    /**
     * @param turn rotates the addresses of a name: the next call gives the next turn
     */
    static Decision resolve(Message query, View view, int turn) {
        Header header = query.getHeader();
        if (header.getFlag(Flags.QR)) {
            return new Decision.Ignore();
        }
        if (header.getOpcode() != Opcode.QUERY) {
            return failure(query, Rcode.NOTIMP);
        }
        Record question = query.getQuestion();
        if (question == null || header.getCount(Section.QUESTION) != 1) {
            return failure(query, Rcode.FORMERR);
        }
        if (question.getDClass() != DClass.IN) {
            return failure(query, Rcode.REFUSED);
        }
        if (question.getType() == Type.PTR) {
            Name known = reverse(question.getName(), view);
            if (known != null) {
                Record record = new PTRRecord(question.getName(), DClass.IN, TTL, known);
                return new Decision.Answer(answer(query, List.of(record)));
            }
        }
        List<String> addresses = addresses(question.getName(), view);
        if (addresses != null) {
            boolean wanted = question.getType() == Type.A || question.getType() == Type.ANY;
            List<Record> records = wanted ? records(question.getName(), addresses, turn) : List.of();
            return new Decision.Answer(answer(query, records));
        }
        if (!view.complete() && question.getName().labels() <= 2) {
            return new Decision.Ignore();
        }
        return view.forwards() ? new Decision.Forward() : failure(query, Rcode.NXDOMAIN);
    }

    /** The addresses of a name that we know; null for a name of others. */
    private static @Nullable List<String> addresses(Name name, View view) {
        String wanted = text(name);
        for (NamedZone network : view.networks()) {
            Zone zone = network.zone();
            List<String> addresses =
                    zone.clientNames().getOrDefault(network.address(), Map.of()).get(wanted);
            if (addresses == null) {
                addresses = zone.names().get(wanted);
            }
            if (addresses == null && wanted.endsWith(suffix(network))) {
                addresses = zone.names()
                        .get(wanted.substring(
                                0, wanted.length() - suffix(network).length()));
            }
            if (addresses != null) {
                return addresses;
            }
        }
        return null;
    }

    /** As Docker answers: the name that is only this address's, with the network behind it. */
    private static @Nullable Name reverse(Name name, View view) {
        InetAddress address;
        try {
            address = ReverseMap.fromName(name);
        } catch (UnknownHostException e) {
            return null;
        }
        String text = address.getHostAddress();
        for (NamedZone network : view.networks()) {
            String best = network.zone().names().entrySet().stream()
                    .filter(entry -> entry.getValue().contains(text))
                    .min(Comparator.comparingInt((Map.Entry<String, List<String>> entry) ->
                                    entry.getValue().size())
                            .thenComparingInt(entry -> -entry.getKey().length())
                            .thenComparing(Map.Entry::getKey))
                    .map(Map.Entry::getKey)
                    .orElse(null);
            if (best != null) {
                return absolute(best + suffix(network));
            }
        }
        return null;
    }

    private static List<Record> records(Name name, List<String> addresses, int turn) {
        List<Record> records = new ArrayList<>();
        for (int i = 0; i < addresses.size(); i++) {
            String address = addresses.get(Math.floorMod(turn + i, addresses.size()));
            records.add(new ARecord(name, DClass.IN, TTL, inet(address)));
        }
        return records;
    }

    private static Message answer(Message query, List<Record> records) {
        Message answer = reply(query);
        answer.getHeader().setFlag(Flags.AA);
        records.forEach(record -> answer.addRecord(record, Section.ANSWER));
        return answer;
    }

    private static Decision failure(Message query, int rcode) {
        return new Decision.Answer(error(query, rcode));
    }

    /** An answer that says only why there is none. */
    static Message error(Message query, int rcode) {
        Message answer = reply(query);
        answer.getHeader().setRcode(rcode);
        return answer;
    }

    private static Message reply(Message query) {
        var answer = new Message(query.getHeader().getID());
        Header header = answer.getHeader();
        header.setFlag(Flags.QR);
        header.setFlag(Flags.RA);
        if (query.getHeader().getFlag(Flags.RD)) {
            header.setFlag(Flags.RD);
        }
        header.setOpcode(query.getHeader().getOpcode());
        Record question = query.getQuestion();
        if (question != null) {
            answer.addRecord(question, Section.QUESTION);
        }
        if (query.getOPT() != null) {
            answer.addRecord(new OPTRecord(Answering.LARGEST_UDP, 0, 0), Section.ADDITIONAL);
        }
        return answer;
    }

    private static String suffix(NamedZone network) {
        return "." + network.network().toLowerCase(Locale.ROOT);
    }

    private static String text(Name name) {
        return name.toString(true).toLowerCase(Locale.ROOT);
    }

    private static @Nullable Name absolute(String name) {
        try {
            return Name.fromString(name, Name.root);
        } catch (TextParseException e) {
            // A name of Compose that DNS cannot say, with a label of over 63 characters.
            return null;
        }
    }

    private static InetAddress inet(String address) {
        try {
            return InetAddress.getByAddress(Ipv4.bytes(Ipv4.parse(address)));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }
}
