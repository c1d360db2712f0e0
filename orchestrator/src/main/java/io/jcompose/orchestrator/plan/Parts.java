package io.jcompose.orchestrator.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What of a snapshot is one project's. A round looks at every container once here, so nothing is sorted that is mostly
 * one of its kind.
 *
 * @param byService containers by the service that they are of, wanted or not; each list by slot
 * @param shared slots that more than one container fills
 * @param ports key of {@link HeldPorts} to the port
 * @param networks real names of the networks that were made for it
 */
record Parts(
        Map<String, List<ObservedContainer>> byService,
        Set<Slot> shared,
        Map<String, Integer> ports,
        List<String> networks) {
    private static final Comparator<ObservedContainer> BY_SLOT =
            Comparator.comparing(ObservedContainer::slot).thenComparing(ObservedContainer::id);

    Parts() {
        this(new HashMap<>(), new HashSet<>(), new HashMap<>(), new ArrayList<>());
    }

    /** A snapshot by projects. */
    static Map<String, Parts> of(Observed observed) {
        Map<String, Parts> parts = new HashMap<>();
        for (ObservedContainer container : observed.containers().values()) {
            parts.computeIfAbsent(container.slot().project(), key -> new Parts())
                    .byService()
                    .computeIfAbsent(container.slot().service(), key -> new ArrayList<>(1))
                    .add(container);
        }
        observed.ports()
                .forEach((key, port) -> parts.computeIfAbsent(HeldPorts.project(key), one -> new Parts())
                        .ports()
                        .put(key, port));
        for (String network : observed.networks().keySet()) {
            String project = observed.origins().network(network).project();
            parts.computeIfAbsent(project, key -> new Parts()).networks().add(network);
        }
        parts.values().forEach(Parts::order);
        return parts;
    }

    private void order() {
        for (List<ObservedContainer> replicas : byService.values()) {
            if (replicas.size() > 1) {
                replicas.sort(BY_SLOT);
                for (int i = 1; i < replicas.size(); i++) {
                    if (replicas.get(i).slot().equals(replicas.get(i - 1).slot())) {
                        shared.add(replicas.get(i).slot());
                    }
                }
            }
        }
    }

    /** All containers by slot. */
    List<ObservedContainer> containers() {
        return byService.values().stream().flatMap(List::stream).sorted(BY_SLOT).toList();
    }

    List<ObservedContainer> containersOf(String service) {
        return byService.getOrDefault(service, List.of());
    }
}
