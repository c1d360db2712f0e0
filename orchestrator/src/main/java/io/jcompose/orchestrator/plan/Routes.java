package io.jcompose.orchestrator.plan;

import io.jcompose.orchestrator.plan.Routing.Names;
import io.jcompose.orchestrator.plan.Routing.PublishedPort;
import io.jcompose.spec.Attachment;
import io.jcompose.spec.Network;
import io.jcompose.spec.Port;
import io.jcompose.spec.RestartPolicy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

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
        Map<String, Map<String, List<Reached>>> reached = new TreeMap<>();
        for (ObservedContainer container : observed.containers().values()) {
            WantedProject project = wanted.projects().get(container.slot().project());
            WantedService service = project == null
                    ? null
                    : project.services().get(container.slot().service());
            if (project != null && service != null && reachable(container, service)) {
                WantedService madeFrom = service.of(container.fingerprint(), container.image());
                reached.computeIfAbsent(project.name(), key -> new TreeMap<>())
                        .computeIfAbsent(container.slot().service(), key -> new ArrayList<>())
                        .add(new Reached(container, madeFrom, Readiness.ready(container, madeFrom)));
            }
        }
        for (WantedProject project : wanted.projects().values()) {
            reached.getOrDefault(project.name(), Map.of()).values().forEach(all -> routes.add(project, all));
            routes.addLinks(project);
        }
        return routes.finish();
    }

    /** A container that can be reached, and the service as it was made from it. */
    private record Reached(ObservedContainer container, WantedService service, boolean ready) {}

    /**
     * Names and ports of a service lead to those that are ready; when none is, to all: who serves badly serves better than
     * nobody. A container's own names always lead to it, or to those in its place that are ready.
     */
    private void add(WantedProject project, List<Reached> all) {
        List<Reached> chosen = chosen(all);
        for (Reached one : all) {
            boolean balanced = chosen.contains(one);
            boolean own = balanced || chosen(inPlace(all, one)).contains(one);
            addNames(project, one, balanced, own);
            if (balanced) {
                addPorts(project, one.service(), one.container());
            }
        }
    }

    private static List<Reached> inPlace(List<Reached> all, Reached one) {
        return all.stream()
                .filter(other -> other.container().slot().equals(one.container().slot()))
                .toList();
    }

    private static List<Reached> chosen(List<Reached> all) {
        List<Reached> ready = all.stream().filter(Reached::ready).toList();
        return ready.isEmpty() ? all : ready;
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
            SortedMap<String, SortedSet<String>> zone = names.computeIfAbsent(network.name(), key -> new TreeMap<>());
            Collection<String> aliases = balanced ? entry.getValue().aliases() : List.of();
            Stream.concat(all.stream(), aliases.stream())
                    .forEach(name ->
                            zone.computeIfAbsent(name, key -> new TreeSet<>()).add(address));
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
