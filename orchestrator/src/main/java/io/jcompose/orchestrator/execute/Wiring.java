package io.jcompose.orchestrator.execute;

import io.jcompose.network.Endpoint;
import io.jcompose.network.EndpointSpec;
import io.jcompose.network.NetworkException;
import io.jcompose.network.NetworkState;
import io.jcompose.network.Networks;
import io.jcompose.network.Publication;
import io.jcompose.network.Transport;
import io.jcompose.network.Zone;
import io.jcompose.orchestrator.plan.ObservedContainer;
import io.jcompose.orchestrator.plan.Routing;
import io.jcompose.orchestrator.plan.WantedProject;
import io.jcompose.orchestrator.plan.WantedService;
import io.jcompose.spec.Attachment;
import io.jcompose.spec.Network;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Between the planner's words and the network's: interfaces, name tables, ports, and the files that name them inside. */
public final class Wiring {
    private static final String LOCALHOST = """
            127.0.0.1\tlocalhost
            ::1\tlocalhost ip6-localhost ip6-loopback
            """;

    /** Owners that are no containers are somebody else's, as builds. */
    private static final Pattern CONTAINER = Pattern.compile("[0-9a-f]{32}");

    private final Networks networks;
    private final Function<String, @Nullable WantedProject> projects;
    private final HostResolvers resolvers;

    public Wiring(Networks networks, Function<String, @Nullable WantedProject> projects, HostResolvers resolvers) {
        this.networks = networks;
        this.projects = projects;
        this.resolvers = resolvers;
    }

    /** Gives the namespace an interface on each network of the service: eth0, eth1 ... by network key. */
    void connect(ObservedContainer container, WantedService service, Path namespace) throws NetworkException {
        int index = 0;
        boolean routed = false;
        for (Attached attached : attachments(container, service)) {
            boolean defaultRoute = !routed && !attached.network().internal();
            networks.connect(new EndpointSpec(
                    container.id(),
                    namespace,
                    attached.network().name(),
                    "eth" + index,
                    defaultRoute,
                    attached.attachment().ipv4Address()));
            routed |= defaultRoute;
            index++;
        }
    }

    /** The same for a container that lives beside it for a moment: an address of the file's is not its own. */
    void connectBriefly(ObservedContainer beside, WantedService service, String id, Path namespace)
            throws NetworkException {
        int index = 0;
        boolean routed = false;
        for (Attached attached : attachments(beside, service)) {
            boolean defaultRoute = !routed && !attached.network().internal();
            networks.connect(
                    new EndpointSpec(id, namespace, attached.network().name(), "eth" + index, defaultRoute, null));
            routed |= defaultRoute;
            index++;
        }
    }

    /** Takes a container's interfaces and addresses back. */
    void disconnect(String id) throws NetworkException {
        for (Endpoint endpoint : networks.endpoints()) {
            if (endpoint.owner().equals(id)) {
                networks.disconnect(id, endpoint.network());
            }
        }
    }

    /** Takes back what nobody has any more: a full disk kept the leases from being stored, and then the daemon ended. */
    void disconnectOthers(Set<String> containers) throws NetworkException {
        for (Endpoint endpoint : networks.endpoints()) {
            boolean container = CONTAINER.matcher(endpoint.owner()).matches();
            if (container && !containers.contains(endpoint.owner())) {
                networks.disconnect(endpoint.owner(), endpoint.network());
            }
        }
    }

    private record Attached(Network network, Attachment attachment) {}

    private List<Attached> attachments(ObservedContainer container, WantedService service) {
        WantedProject project = projects.apply(container.slot().project());
        List<Attached> all = new ArrayList<>();
        if (project != null) {
            service.spec().networks().forEach((key, attachment) -> {
                Network network = project.networks().get(key);
                if (network != null) {
                    all.add(new Attached(network, attachment));
                }
            });
        }
        return all;
    }

    void apply(Routing routing) throws NetworkException {
        List<Publication> publications = new ArrayList<>();
        for (Routing.PublishedPort port : routing.ports()) {
            List<Publication.Target> targets =
                    port.targets().stream().map(Wiring::target).toList();
            publications.add(
                    new Publication(port.hostIp(), port.port(), port.udp() ? Transport.UDP : Transport.TCP, targets));
        }
        networks.publish(publications);
        Map<String, Zone> zones = new TreeMap<>();
        routing.names()
                .forEach((network, names) ->
                        zones.put(network, new Zone(Map.copyOf(names.names()), new TreeMap<>(names.clients()))));
        networks.names(zones);
    }

    private static Publication.Target target(String text) {
        int colon = text.lastIndexOf(':');
        return new Publication.Target(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }

    /** /etc/hosts, /etc/resolv.conf and /etc/hostname of a connected container. */
    Map<String, String> files(ObservedContainer container, WantedService service) {
        return filesOf(container.id(), container, service);
    }

    /** The same for the container {@code id}, which is connected as {@code container} is. */
    Map<String, String> filesOf(String id, ObservedContainer container, WantedService service) {
        String given = service.spec().hostname();
        String hostname = given == null ? id.substring(0, 12) : given;
        return Map.of(
                "/etc/hosts", hosts(id, container, service, hostname),
                "/etc/resolv.conf", resolvConf(container, service),
                "/etc/hostname", hostname + "\n");
    }

    private String hosts(String id, ObservedContainer container, WantedService service, String hostname) {
        var text = new StringBuilder(LOCALHOST);
        List<Attached> attached = attachments(container, service);
        service.spec().extraHosts().forEach((name, addresses) -> {
            for (String address : addresses) {
                String resolved = address.equals("host-gateway") ? gateway(attached) : address;
                text.append(resolved).append('\t').append(name).append('\n');
            }
        });
        for (Endpoint endpoint : networks.endpoints()) {
            if (endpoint.owner().equals(id)) {
                text.append(endpoint.address()).append('\t').append(hostname).append('\n');
            }
        }
        return text.toString();
    }

    private String gateway(List<Attached> attached) {
        return attached.stream()
                .map(one -> networks.networks().get(one.network().name()))
                .filter(java.util.Objects::nonNull)
                .map(NetworkState::gateway)
                .findFirst()
                .orElse("127.0.0.1");
    }

    /** The gateway's name server first; the host's own second, except when every network is internal. */
    private String resolvConf(ObservedContainer container, WantedService service) {
        var text = new StringBuilder();
        boolean outside = false;
        for (Attached attached : attachments(container, service)) {
            NetworkState state = networks.networks().get(attached.network().name());
            if (state != null) {
                text.append("nameserver ").append(state.gateway()).append('\n');
            }
            outside |= !attached.network().internal();
        }
        if (outside) {
            resolvers
                    .reachableFromOutside()
                    .forEach(address ->
                            text.append("nameserver ").append(address).append('\n'));
        }
        return text.append("options ndots:0\n").toString();
    }
}
