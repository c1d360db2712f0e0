package io.jcompose.orchestrator.plan;

import io.jcompose.orchestrator.plan.Routing.Names;
import io.jcompose.orchestrator.plan.Routing.PublishedPort;
import io.jcompose.spec.Attachment;
import io.jcompose.spec.Network;
import io.jcompose.spec.Port;
import io.jcompose.spec.RestartPolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Computes {@link Routing}: which names and host ports lead to which addresses. */
final class Routes {
    /** A container that waits longer than this for its next start loses its names and ports. */
    private static final long SHORT_PAUSE_MILLIS = 1_000;

    /** Id, own name, service, and what a map needs besides. */
    private static final int NAMES_OF_ONE = 4;

    private final SortedMap<String, Map<String, List<String>>> names = new TreeMap<>();
    private final List<List<String>> several = new ArrayList<>();
    private final SortedMap<String, SortedMap<String, SortedMap<String, List<String>>>> clients = new TreeMap<>();
    private final SortedMap<String, PublishedPort> ports = new TreeMap<>();
    private final Observed observed;

    private Routes(Observed observed) {
        this.observed = observed;
    }

    static Routing of(Wanted wanted, Observed observed, Map<String, Parts> parts) {
        Routes routes = new Routes(observed);
        for (WantedProject project : wanted.projects().values()) {
            Parts part = parts.getOrDefault(project.name(), new Parts());
            routes.makeRoom(project, part);
            for (WantedService service : project.services().values()) {
                routes.add(
                        project,
                        reached(service, part.containersOf(service.spec().name())));
            }
        }
        routes.sortNames();
        for (WantedProject project : wanted.projects().values()) {
            routes.addLinks(project, parts.getOrDefault(project.name(), new Parts()));
        }
        return routes.finish();
    }

    private void makeRoom(WantedProject project, Parts part) {
        int room = NAMES_OF_ONE * part.byService().size();
        project.networks()
                .values()
                .forEach(network -> names.computeIfAbsent(network.name(), key -> new HashMap<>(room)));
    }

    private static List<Reached> reached(WantedService service, List<ObservedContainer> containers) {
        List<Reached> reached = new ArrayList<>(containers.size());
        for (ObservedContainer container : containers) {
            if (reachable(container, service)) {
                WantedService madeFrom = service.of(container.fingerprint(), container.image());
                reached.add(new Reached(container, madeFrom, Readiness.ready(container, madeFrom)));
            }
        }
        return reached;
    }

    /** A container that can be reached, and the service as it was made from it. */
    private record Reached(ObservedContainer container, WantedService service, boolean ready) {}

    /**
     * Names and ports of a service lead to those that are ready; when none is, to all: who serves badly serves better than
     * nobody. A container's own names always lead to it, or to those in its place that are ready.
     */
    private void add(WantedProject project, List<Reached> all) {
        Set<Slot> ready = new HashSet<>();
        for (Reached one : all) {
            if (one.ready()) {
                ready.add(one.container().slot());
            }
        }
        for (Reached one : all) {
            boolean balanced = one.ready() || ready.isEmpty();
            boolean own = balanced || !ready.contains(one.container().slot());
            addNames(project, one, balanced, own);
            if (balanced) {
                addPorts(project, one.service(), one.container());
            }
        }
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
                && service.policy().follows(exited.code())
                && pause(service.policy(), container.memo()) <= SHORT_PAUSE_MILLIS;
    }

    private static long pause(RestartPolicy policy, Memo memo) {
        return policy.delay().isZero()
                ? Backoff.millis(memo.streak())
                : policy.delay().toMillis();
    }

    private void addNames(WantedProject project, Reached one, boolean balanced, boolean own) {
        ObservedContainer container = one.container();
        List<String> all = new ArrayList<>();
        all.add(container.id().substring(0, Math.min(12, container.id().length())));
        if (own) {
            all.add(container.name());
        }
        if (balanced) {
            all.add(one.service().spec().name());
        }
        for (Map.Entry<String, Attachment> entry :
                one.service().spec().networks().entrySet()) {
            Network network = project.networks().get(entry.getKey());
            String address = network == null ? null : container.addresses().get(network.name());
            if (network == null || address == null) {
                continue;
            }
            Map<String, List<String>> zone = names.computeIfAbsent(network.name(), key -> new HashMap<>());
            all.forEach(name -> add(zone, name, address));
            if (balanced) {
                entry.getValue().aliases().forEach(name -> add(zone, name, address));
            }
        }
    }

    private void add(Map<String, List<String>> zone, String name, String address) {
        List<String> addresses = zone.computeIfAbsent(name, key -> new ArrayList<>(1));
        addresses.add(address);
        if (addresses.size() == 2) {
            several.add(addresses);
        }
    }

    /** Sorts what has several addresses: most names have one. */
    private void sortNames() {
        for (List<String> addresses : several) {
            SortedSet<String> sorted = new TreeSet<>(addresses);
            addresses.clear();
            addresses.addAll(sorted);
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
    private void addLinks(WantedProject project, Parts part) {
        for (WantedService service : project.services().values()) {
            if (!service.spec().links().isEmpty()) {
                part.containersOf(service.spec().name()).forEach(container -> addLinks(service, container));
            }
        }
    }

    private void addLinks(WantedService service, ObservedContainer container) {
        container.addresses().forEach((network, address) -> {
            Map<String, List<String>> zone = names.getOrDefault(network, Map.of());
            service.spec().links().forEach((alias, target) -> {
                List<String> addresses = zone.get(target);
                if (addresses != null && !alias.equals(target)) {
                    clients.computeIfAbsent(network, key -> new TreeMap<>())
                            .computeIfAbsent(address, key -> new TreeMap<>())
                            .put(alias, addresses);
                }
            });
        });
    }

    private Routing finish() {
        SortedMap<String, Names> zones = new TreeMap<>();
        names.values().removeIf(Map::isEmpty);
        names.forEach(
                (network, zone) -> zones.put(network, new Names(zone, clients.getOrDefault(network, new TreeMap<>()))));
        return new Routing(List.copyOf(ports.values()), zones);
    }
}
