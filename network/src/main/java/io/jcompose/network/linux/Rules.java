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
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Our table as a function of the networks, their name servers and the published ports. Not thread-safe, but for {@link
 * #want}.
 */
final class Rules {
    private final String name;
    private final Table table;
    private final LeaseBook book;
    private final DnsServer names;
    private final Object wanting = new Object();
    private final SortedSet<Integer> retired = new TreeSet<>();
    private List<Publication> publications;
    private List<Publication> wanted;
    private long lastWanted;
    private long lastPublished;

    Rules(String name, Table table, LeaseBook book, DnsServer names, List<Publication> publications) {
        this.name = name;
        this.table = table;
        this.book = book;
        this.names = names;
        this.publications = publications;
        this.wanted = publications;
    }

    List<Publication> publications() {
        return publications;
    }

    /** After a change of the networks. Without networks there is no table. */
    void refresh() throws IOException {
        if (book.networks().isEmpty()) {
            table.delete();
        } else {
            table.apply(ruleset(publications));
        }
    }

    /**
     * Notes what is to be published. Of several callers that wait, the first publishes what the last one wants, for all.
     *
     * @return the number with which to call {@link #publish}
     */
    long want(List<Publication> publications) {
        synchronized (wanting) {
            wanted = publications;
            return ++lastWanted;
        }
    }

    /** Replaces the published ports, and repairs what another program did to the table: whether the ports changed. */
    boolean publish(long number, Set<Integer> hostAddresses) throws IOException {
        if (lastPublished >= number) {
            return false;
        }
        List<Publication> before = publications;
        List<Publication> after;
        long now;
        synchronized (wanting) {
            after = wanted;
            now = lastWanted;
        }
        if (book.networks().isEmpty()) {
            table.deleteIfUsed();
        } else {
            table.replace(ruleset(after));
        }
        publications = after;
        lastPublished = now;
        List<Subnet> subnets = book.networks().stream()
                .map(state -> Subnet.parse(state.subnet()))
                .toList();
        table.forget(new StaleFlows(before, after, hostAddresses, subnets));
        return !before.equals(after);
    }

    /** No published connection is to begin at the addresses any more. */
    void retire(Collection<Integer> addresses) throws IOException {
        if (retired.addAll(addresses)) {
            refresh();
        }
    }

    /** The address is free: somebody else may get it. */
    void free(int address) throws IOException {
        if (retired.remove(address)) {
            refresh();
        }
    }

    boolean areWhole() throws IOException {
        return book.networks().isEmpty() || table.isWhole();
    }

    private Ruleset ruleset(List<Publication> ports) {
        List<FirewallNetwork> networks = book.networks().stream()
                .map(state -> new FirewallNetwork(
                        state.bridge(),
                        Subnet.parse(state.subnet()),
                        Ipv4.parse(state.gateway()),
                        state.spec().internal(),
                        names.port(state.spec().name())))
                .toList();
        SortedSet<Integer> leaving = new TreeSet<>(retired);
        ports.stream()
                .flatMap(port -> port.targets().stream())
                .map(target -> Ipv4.parse(target.address()))
                .forEach(leaving::remove);
        return Firewall.ruleset(name, networks, ports, leaving);
    }
}
