package io.jcompose.network.linux;

import io.jcompose.network.Publication;
import io.jcompose.network.address.Ipv4;
import io.jcompose.network.address.Subnet;
import io.jcompose.network.dns.DnsServer;
import io.jcompose.network.firewall.Firewall;
import io.jcompose.network.firewall.FirewallNetwork;
import io.jcompose.network.firewall.Ruleset;
import io.jcompose.network.firewall.StaleFlows;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** Our table as a function of the networks, their name servers and the published ports. Not thread-safe. */
final class Rules {
    private final String name;
    private final Table table;
    private final LeaseBook book;
    private final DnsServer names;
    private List<Publication> publications;

    Rules(String name, Table table, LeaseBook book, DnsServer names, List<Publication> publications) {
        this.name = name;
        this.table = table;
        this.book = book;
        this.names = names;
        this.publications = publications;
    }

    List<Publication> publications() {
        return publications;
    }

    /** After a change of the networks. Without networks there is no table. */
    void refresh() throws IOException {
        if (book.networks().isEmpty()) {
            table.delete();
        } else {
            table.apply(ruleset());
        }
    }

    /** Replaces the published ports, and repairs what another program did to the table. */
    void publish(List<Publication> wanted, Set<Integer> hostAddresses) throws IOException {
        List<Publication> before = publications;
        publications = wanted;
        if (book.networks().isEmpty()) {
            table.delete();
        } else {
            table.replace(ruleset());
        }
        List<Subnet> subnets = book.networks().stream()
                .map(state -> Subnet.parse(state.subnet()))
                .toList();
        table.forget(new StaleFlows(before, publications, hostAddresses, subnets));
    }

    boolean areWhole() throws IOException {
        return book.networks().isEmpty() || table.isWhole();
    }

    private Ruleset ruleset() {
        List<FirewallNetwork> networks = book.networks().stream()
                .map(state -> new FirewallNetwork(
                        state.bridge(),
                        Subnet.parse(state.subnet()),
                        Ipv4.parse(state.gateway()),
                        state.spec().internal(),
                        names.port(state.spec().name())))
                .toList();
        return Firewall.ruleset(name, networks, publications);
    }
}
