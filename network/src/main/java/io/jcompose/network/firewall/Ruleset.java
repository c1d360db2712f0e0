package io.jcompose.network.firewall;

import io.jcompose.network.Transport;
import io.jcompose.network.address.Ipv4;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A whole nf_tables table of family ip. Its text is what {@code nft list table} would show, near enough to compare.
 *
 * @param maps come after the chains that they lead to
 * @param chains those without a hook first
 */
public record Ruleset(String table, List<PortMap> maps, List<TargetMap> targets, List<Chain> chains) {

    /** Published ports: address (null in all entries or in none), protocol and port to a chain. */
    record PortMap(String name, boolean withAddress, List<PortEntry> entries) {}

    record PortEntry(@Nullable Integer address, Transport transport, int port, String chain) {
        String text() {
            String at = address == null ? "" : Ipv4.format(address) + " . ";
            return at + transport.name().toLowerCase(Locale.ROOT) + " . " + port + " : goto " + chain;
        }
    }

    /** Targets by their number, from 0. */
    record TargetMap(String name, List<Target> targets) {}

    record Target(int address, int port) {
        String text() {
            return Ipv4.format(address) + " . " + port;
        }
    }

    record Chain(String name, @Nullable Hook hook, List<Rule> rules) {}

    /** Where the kernel enters a chain (netfilter hook number and priority). */
    record Hook(String type, String name, int number, int priority) {
        static final Hook RAW = new Hook("filter", "prerouting", 0, -300);
        static final Hook PREROUTING = new Hook("nat", "prerouting", 0, -100);
        static final Hook FORWARD = new Hook("filter", "forward", 2, 0);
        static final Hook OUTPUT = new Hook("nat", "output", 3, -100);
        static final Hook LAST = new Hook("filter", "postrouting", 4, 0);
        static final Hook POSTROUTING = new Hook("nat", "postrouting", 4, 100);
    }

    record Rule(List<Clause> clauses) {
        static Rule of(Clause... clauses) {
            return new Rule(List.of(clauses));
        }

        String text() {
            return clauses.stream().map(Clause::text).collect(Collectors.joining(" "));
        }
    }

    List<String> mapNames() {
        return Stream.concat(maps.stream().map(PortMap::name), targets.stream().map(TargetMap::name))
                .toList();
    }

    /** The table in nft's words. */
    public String text() {
        var text = new StringBuilder("table ip " + table + " {\n");
        for (PortMap map : maps) {
            String key = (map.withAddress() ? "ipv4_addr . " : "") + "inet_proto . inet_service";
            text.append("  map " + map.name() + " {\n    type " + key + " : verdict\n");
            map.entries().forEach(entry -> text.append("    " + entry.text() + "\n"));
            text.append("  }\n");
        }
        for (TargetMap map : targets) {
            text.append("  map " + map.name() + " {\n    type integer : ipv4_addr . inet_service\n");
            for (int i = 0; i < map.targets().size(); i++) {
                text.append("    " + i + " : " + map.targets().get(i).text() + "\n");
            }
            text.append("  }\n");
        }
        for (Chain chain : chains) {
            text.append("  chain " + chain.name() + " {\n");
            if (chain.hook() != null) {
                Hook hook = chain.hook();
                text.append("    type " + hook.type() + " hook " + hook.name() + " priority " + hook.priority() + "\n");
            }
            chain.rules().forEach(rule -> text.append("    " + rule.text() + "\n"));
            text.append("  }\n");
        }
        return text.append("}\n").toString();
    }
}
