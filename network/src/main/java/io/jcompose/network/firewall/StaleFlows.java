package io.jcompose.network.firewall;

import io.jcompose.network.Publication;
import io.jcompose.network.Transport;
import io.jcompose.network.address.Ipv4;
import io.jcompose.network.address.Subnet;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * Which UDP flows still go where the published ports went before. Rules see only the first packet of a flow, and a UDP
 * flow ends only by silence: a client that goes on sending would for ever reach the container that is gone, or nobody.
 */
public final class StaleFlows {
    private final Collection<Publication> now;
    private final Set<Integer> changedPorts = new HashSet<>();
    private final Collection<Subnet> networks;
    private final Set<Integer> hostAddresses;

    /**
     * @param hostAddresses all addresses of the host
     * @param networks subnets of our networks
     */
    public StaleFlows(
            Collection<Publication> before,
            Collection<Publication> now,
            Set<Integer> hostAddresses,
            Collection<Subnet> networks) {
        this.now = now;
        this.hostAddresses = hostAddresses;
        this.networks = networks;
        Set<Publication> different = new HashSet<>(before);
        different.addAll(now);
        different.removeIf(one -> before.contains(one) && now.contains(one));
        for (Publication publication : different) {
            if (publication.transport() == Transport.UDP) {
                changedPorts.add(publication.hostPort());
            }
        }
    }

    /** Whether nothing can be stale, so that the flows need not be read. */
    public boolean isEmpty() {
        return changedPorts.isEmpty();
    }

    boolean contains(Flow flow) {
        if (!changedPorts.contains(flow.to().port())) {
            return false;
        }
        boolean ours = flow.isTranslated()
                ? networks.stream()
                        .anyMatch(subnet -> subnet.contains(flow.answering().address()))
                : hostAddresses.contains(flow.to().address());
        return ours && now.stream().noneMatch(publication -> leadsTo(publication, flow));
    }

    private static boolean leadsTo(Publication publication, Flow flow) {
        String address = publication.hostAddress();
        return publication.transport() == Transport.UDP
                && publication.hostPort() == flow.to().port()
                && (address == null || Ipv4.parse(address) == flow.to().address())
                && publication.targets().stream()
                        .anyMatch(target ->
                                Ipv4.parse(target.address()) == flow.answering().address()
                                        && target.port() == flow.answering().port());
    }
}
