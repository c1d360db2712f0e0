package io.jcompose.orchestrator.plan;

import io.jcompose.orchestrator.plan.Routing.Names;
import io.jcompose.orchestrator.plan.Routing.PublishedPort;
import io.jcompose.spec.Attachment;
import io.jcompose.spec.Network;
import io.jcompose.spec.Port;
import io.jcompose.spec.RestartPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Computes {@link Routing}: which names and host ports lead to which addresses. */
final class Routes {
    /** A container that waits longer than this for its next start loses its names and ports. */
    private static final long SHORT_PAUSE_MILLIS = 1_000;

    private final SortedMap<String, SortedMap<String, SortedSet<String>>> names = new TreeMap<>();
    private final SortedMap<String, SortedMap<String, SortedMap<String, List<String>>>> clients = new TreeMap<>();
    private final SortedMap<String, PublishedPort> ports = new TreeMap<>();
    private final Observed observed;

    private Routes(Observed observed) {
        this.observed = observed;
    }

    static Routing of(Wanted wanted, Observed observed) {
        Routes routes = new Routes(observed);
        for (ObservedContainer container : observed.containers().values()) {
            WantedProject project = wanted.projects().get(container.slot().project());
            WantedService service = project == null
                    ? null
                    : project.services().get(container.slot().service());
            if (project != null && service != null && reachable(container, service)) {
                routes.addNames(project, service, container);
                routes.addPorts(project, service, container);
            }
        }
        for (WantedProject project : wanted.projects().values()) {
            routes.addLinks(project);
        }
        return routes.finish();
    }

    /** It runs, or its policy starts it again in a moment: a short crash takes no name away. */
    private static boolean reachable(ObservedContainer container, WantedService service) {
        if (container.running()) {
            return true;
        }
        return container.life() instanceof Life.Exited exited
                && service.running()
                && container.memo().stopDeadline() == 0
                && container.memo().known()
                && restarts(service.spec().restart().kind(), exited.code())
                && Backoff.millis(container.memo().streak()) <= SHORT_PAUSE_MILLIS;
    }

    private static boolean restarts(RestartPolicy.Kind policy, int code) {
        return switch (policy) {
            case NO -> false;
            case ON_FAILURE -> code != 0;
            case ALWAYS, UNLESS_STOPPED -> true;
        };
    }

    private void addNames(WantedProject project, WantedService service, ObservedContainer container) {
        for (Map.Entry<String, Attachment> entry : service.spec().networks().entrySet()) {
            Network network = project.networks().get(entry.getKey());
            String address = network == null ? null : container.addresses().get(network.name());
            if (network == null || address == null) {
                continue;
            }
            SortedMap<String, SortedSet<String>> zone = names.computeIfAbsent(network.name(), key -> new TreeMap<>());
            List<String> all = new ArrayList<>(entry.getValue().aliases());
            all.add(service.spec().name());
            all.add(container.name());
            all.add(container.id().substring(0, Math.min(12, container.id().length())));
            for (String name : all) {
                zone.computeIfAbsent(name, key -> new TreeSet<>()).add(address);
            }
        }
    }

    private void addPorts(WantedProject project, WantedService service, ObservedContainer container) {
        String address =
                container.addresses().values().stream().sorted().findFirst().orElse(null);
        if (address == null) {
            return;
        }
        for (Port port : service.spec().ports()) {
            String key = HeldPorts.key(
                    project.name(), service, port, container.slot().number());
            Integer held = observed.ports().get(key);
            if (held != null) {
                String target = addressFor(project, service, container, address) + ":" + port.target();
                ports.merge(key, published(port, held, List.of(target)), Routes::joined);
            }
        }
    }

    /** Ports lead to the interface that has the default route: the first network that is not internal. */
    private static String addressFor(
            WantedProject project, WantedService service, ObservedContainer container, String otherwise) {
        for (String key : service.spec().networks().keySet()) {
            Network network = project.networks().get(key);
            if (network != null && !network.internal()) {
                return container.addresses().getOrDefault(network.name(), otherwise);
            }
        }
        return otherwise;
    }

    private static PublishedPort published(Port port, int held, List<String> targets) {
        return new PublishedPort(port.hostIp(), held, port.protocol() == Port.Protocol.UDP, targets);
    }

    private static PublishedPort joined(PublishedPort one, PublishedPort other) {
        SortedSet<String> targets = new TreeSet<>(one.targets());
        targets.addAll(other.targets());
        return new PublishedPort(one.hostIp(), one.port(), one.udp(), List.copyOf(targets));
    }

    /** A link is an alias that only the linking service's containers see. */
    private void addLinks(WantedProject project) {
        for (WantedService service : project.services().values()) {
            if (service.spec().links().isEmpty()) {
                continue;
            }
            for (ObservedContainer container : observed.containers().values()) {
                if (container.slot().project().equals(project.name())
                        && container.slot().service().equals(service.spec().name())) {
                    addLinks(service, container);
                }
            }
        }
    }

    private void addLinks(WantedService service, ObservedContainer container) {
        container.addresses().forEach((network, address) -> {
            SortedMap<String, SortedSet<String>> zone = names.getOrDefault(network, new TreeMap<>());
            service.spec().links().forEach((alias, target) -> {
                SortedSet<String> addresses = zone.get(target);
                if (addresses != null && !alias.equals(target)) {
                    clients.computeIfAbsent(network, key -> new TreeMap<>())
                            .computeIfAbsent(address, key -> new TreeMap<>())
                            .put(alias, List.copyOf(addresses));
                }
            });
        });
    }

    private Routing finish() {
        SortedMap<String, Names> zones = new TreeMap<>();
        names.forEach((network, zone) -> {
            SortedMap<String, List<String>> lists = new TreeMap<>();
            zone.forEach((name, addresses) -> lists.put(name, List.copyOf(addresses)));
            zones.put(network, new Names(lists, clients.getOrDefault(network, new TreeMap<>())));
        });
        return new Routing(List.copyOf(ports.values()), zones);
    }
}
