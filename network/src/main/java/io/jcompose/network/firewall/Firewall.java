package io.jcompose.network.firewall;

import io.jcompose.network.Publication;
import io.jcompose.network.Transport;
import io.jcompose.network.address.Ipv4;
import io.jcompose.network.address.Subnet;
import io.jcompose.network.firewall.Clause.Accept;
import io.jcompose.network.firewall.Clause.Destination;
import io.jcompose.network.firewall.Clause.DestinationInTurn;
import io.jcompose.network.firewall.Clause.DestinationIsHost;
import io.jcompose.network.firewall.Clause.DestinationPort;
import io.jcompose.network.firewall.Clause.DestinationTo;
import io.jcompose.network.firewall.Clause.Drop;
import io.jcompose.network.firewall.Clause.Established;
import io.jcompose.network.firewall.Clause.FromLink;
import io.jcompose.network.firewall.Clause.Jump;
import io.jcompose.network.firewall.Clause.Masquerade;
import io.jcompose.network.firewall.Clause.Opening;
import io.jcompose.network.firewall.Clause.PortVerdict;
import io.jcompose.network.firewall.Clause.Protocol;
import io.jcompose.network.firewall.Clause.Source;
import io.jcompose.network.firewall.Clause.ToLink;
import io.jcompose.network.firewall.Clause.Translated;
import io.jcompose.network.firewall.Ruleset.Chain;
import io.jcompose.network.firewall.Ruleset.Hook;
import io.jcompose.network.firewall.Ruleset.PortEntry;
import io.jcompose.network.firewall.Ruleset.PortMap;
import io.jcompose.network.firewall.Ruleset.Rule;
import io.jcompose.network.firewall.Ruleset.Target;
import io.jcompose.network.firewall.Ruleset.TargetMap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rules of a set of networks and published ports. */
public final class Firewall {
    private static final Subnet LOOPBACK = Subnet.parse("127.0.0.0/8");
    private static final String PUBLISHED = "published";
    private static final String PUBLISHED_AT = "published_at";
    private static final String PUBLISH = "publish";
    private static final int NAME_PORT = 53;

    private final Collection<FirewallNetwork> networks;
    private final Collection<Integer> leaving;
    private final List<PortEntry> everywhere = new ArrayList<>();
    private final List<PortEntry> atAddress = new ArrayList<>();
    private final List<TargetMap> targetMaps = new ArrayList<>();
    private final List<Chain> targetChains = new ArrayList<>();

    private Firewall(Collection<FirewallNetwork> networks, Collection<Integer> leaving) {
        this.networks = networks;
        this.leaving = leaving;
    }

    /**
     * The table. Targets on internal networks are left out, and so are publications without a target: the bound socket
     * that reserves the port then answers with a reset.
     *
     * @param leaving addresses to which no published port leads any more, also not from a client that was led there before
     */
    public static Ruleset ruleset(
            String table,
            Collection<FirewallNetwork> networks,
            Collection<Publication> publications,
            Collection<Integer> leaving) {
        var firewall = new Firewall(networks, leaving);
        merged(publications).forEach(firewall::add);
        return firewall.build(table);
    }

    /** One entry for each port: two with the same key would be refused as a whole. */
    private static Collection<Publication> merged(Collection<Publication> publications) {
        Map<Publication, Publication> byPort = new LinkedHashMap<>();
        for (Publication one : publications) {
            var key = new Publication(one.hostAddress(), one.hostPort(), one.transport(), List.of());
            byPort.merge(key, one, Firewall::merge);
        }
        return byPort.values();
    }

    private static Publication merge(Publication one, Publication other) {
        Set<Publication.Target> targets = new LinkedHashSet<>(one.targets());
        targets.addAll(other.targets());
        return new Publication(one.hostAddress(), one.hostPort(), one.transport(), List.copyOf(targets));
    }

    private void add(Publication publication) {
        List<Target> targets = publication.targets().stream()
                .map(target -> new Target(Ipv4.parse(target.address()), target.port()))
                .filter(target -> networks.stream()
                        .noneMatch(network ->
                                network.internal() && network.subnet().contains(target.address())))
                .toList();
        if (targets.isEmpty()) {
            return;
        }
        int number = targetChains.size();
        String chain = "to_" + number;
        String address = publication.hostAddress();
        var entry = new PortEntry(
                address == null ? null : (Integer) Ipv4.parse(address),
                publication.transport(),
                publication.hostPort(),
                chain);
        (address == null ? everywhere : atAddress).add(entry);
        var protocol = new Protocol(publication.transport());
        if (targets.size() == 1) {
            Target only = targets.get(0);
            targetChains.add(new Chain(
                    chain, null, List.of(Rule.of(protocol, new DestinationTo(only.address(), only.port())))));
            return;
        }
        String map = "targets_" + number;
        targetMaps.add(new TargetMap(map, targets));
        targetChains.add(new Chain(
                chain, null, List.of(Rule.of(protocol, new DestinationInTurn(map, targets.size())))));
    }

    private Ruleset build(String table) {
        List<Chain> chains = new ArrayList<>(targetChains);
        chains.add(new Chain(
                PUBLISH,
                null,
                List.of(Rule.of(new PortVerdict(PUBLISHED_AT, true)), Rule.of(new PortVerdict(PUBLISHED, false)))));
        var toPublished = Rule.of(new DestinationIsHost(), new Jump(PUBLISH));
        List<Rule> prerouting = names();
        prerouting.add(toPublished);
        chains.add(new Chain("raw", Hook.RAW, foreignLoopback()));
        chains.add(new Chain("prerouting", Hook.PREROUTING, prerouting));
        chains.add(new Chain("output", Hook.OUTPUT, List.of(toPublished)));
        chains.add(new Chain("forward", Hook.FORWARD, isolation()));
        if (!leaving.isEmpty()) {
            chains.add(new Chain("leaving", Hook.LAST, noMoreConnections()));
        }
        chains.add(new Chain("postrouting", Hook.POSTROUTING, masquerading()));
        List<PortMap> maps =
                List.of(new PortMap(PUBLISHED, false, everywhere), new PortMap(PUBLISHED_AT, true, atAddress));
        return new Ruleset(table, maps, List.copyOf(targetMaps), chains);
    }

    /** route_localnet, which publishing on 127.0.0.1 needs, would let containers reach what listens there. */
    private List<Rule> foreignLoopback() {
        return networks.stream()
                .map(network -> Rule.of(new FromLink(network.bridge()), new Destination(LOOPBACK), new Drop()))
                .toList();
    }

    /** Queries to the gateway go to our name server, whoever publishes port 53 and wherever the server listens. */
    private List<Rule> names() {
        List<Rule> rules = new ArrayList<>();
        for (FirewallNetwork network : networks) {
            if (network.namePort() == 0) {
                continue;
            }
            Clause verdict = network.namePort() == NAME_PORT
                    ? new Accept()
                    : new DestinationTo(network.gateway(), network.namePort());
            for (Transport transport : Transport.values()) {
                rules.add(Rule.of(
                        new FromLink(network.bridge()),
                        new Destination(new Subnet(network.gateway(), 32)),
                        new Protocol(transport),
                        new DestinationPort(NAME_PORT),
                        verdict));
            }
        }
        return rules;
    }

    /** Into a network comes only what answers, what is published, and what is of the network itself. */
    private List<Rule> isolation() {
        List<Rule> rules = new ArrayList<>();
        rules.add(Rule.of(new Established(), new Accept()));
        for (FirewallNetwork network : networks) {
            rules.add(Rule.of(new FromLink(network.bridge()), new ToLink(network.bridge(), true), new Accept()));
        }
        for (FirewallNetwork network : networks) {
            if (network.internal()) {
                rules.add(Rule.of(new FromLink(network.bridge()), new Drop()));
                rules.add(Rule.of(new ToLink(network.bridge(), true), new Drop()));
            }
        }
        rules.add(Rule.of(new Translated(), new Accept()));
        for (FirewallNetwork network : networks) {
            if (!network.internal()) {
                rules.add(Rule.of(new ToLink(network.bridge(), true), new Drop()));
            }
        }
        return rules;
    }

    /** Dropped, not refused: the client sends its first packet again, and is led to who serves then. */
    private List<Rule> noMoreConnections() {
        return leaving.stream()
                .map(address ->
                        Rule.of(new Translated(), new Destination(new Subnet(address, 32)), new Opening(), new Drop()))
                .toList();
    }

    private List<Rule> masquerading() {
        List<Rule> rules = new ArrayList<>();
        for (FirewallNetwork network : networks) {
            var onto = new ToLink(network.bridge(), true);
            rules.add(Rule.of(new Translated(), onto, new Source(LOOPBACK), new Masquerade()));
            rules.add(Rule.of(new Translated(), onto, new Source(network.subnet()), new Masquerade()));
            if (!network.internal()) {
                rules.add(Rule.of(new Source(network.subnet()), new ToLink(network.bridge(), false), new Masquerade()));
            }
        }
        return rules;
    }
}
