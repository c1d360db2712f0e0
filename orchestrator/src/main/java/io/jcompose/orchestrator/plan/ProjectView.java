package io.jcompose.orchestrator.plan;

import io.jcompose.spec.Attachment;
import io.jcompose.spec.Healing;
import io.jcompose.spec.Network;
import io.jcompose.spec.decode.Replacing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One project, wanted and observed side by side: the questions that rules ask. */
public final class ProjectView {
    private static final Comparator<ObservedContainer> BY_SLOT =
            Comparator.comparing(ObservedContainer::slot).thenComparing(ObservedContainer::id);

    private final WantedProject wanted;
    private final Wanted all;
    private final Observed observed;
    private final List<ObservedContainer> containers;
    private final SortedMap<String, Integer> ports;
    private final Map<String, List<ObservedContainer>> byService = new HashMap<>();
    private final Map<String, List<WantedService>> dependents = new HashMap<>();
    private final Set<Slot> shared = new HashSet<>();
    private final Map<String, Rolling> rollings = new HashMap<>();
    private final long now;
    private final Set<String> unheld = new HashSet<>();
    private final List<Placed> placed;
    private final Map<String, List<Placed>> placedByService = new HashMap<>();
    private final boolean validated;
    private final Stock stock;

    /** Rules ask much and for each container: what they ask is found once for a round. */
    ProjectView(Wanted all, WantedProject wanted, Observed observed, Parts parts, long now) {
        this.now = now;
        this.all = all;
        this.wanted = wanted;
        this.observed = observed;
        this.containers = parts.containers().stream().sorted(BY_SLOT).toList();
        this.ports = parts.ports();
        indexContainers();
        indexServices();
        this.placed = containers.stream()
                .map(this::place)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
        placed.forEach(one -> placedByService
                .computeIfAbsent(one.container().slot().service(), key -> new ArrayList<>())
                .add(one));
        this.stock = new Stock(this);
        this.validated = wanted.services().values().stream()
                .allMatch(service -> service.replicas() == 0 || (service.image() != null && portsHeld(service)));
    }

    /**
     * What of a snapshot is a project's.
     *
     * @param ports key of {@link HeldPorts} to the port
     */
    record Parts(List<ObservedContainer> containers, SortedMap<String, Integer> ports) {
        Parts() {
            this(new ArrayList<>(), new TreeMap<>());
        }

        /** A snapshot by projects. */
        static Map<String, Parts> of(Observed observed) {
            Map<String, Parts> parts = new HashMap<>();
            for (ObservedContainer container : observed.containers().values()) {
                parts.computeIfAbsent(container.slot().project(), key -> new Parts())
                        .containers()
                        .add(container);
            }
            observed.ports()
                    .forEach((key, port) -> parts.computeIfAbsent(HeldPorts.project(key), one -> new Parts())
                            .ports()
                            .put(key, port));
            return parts;
        }
    }

    private void indexContainers() {
        Slot last = null;
        for (ObservedContainer container : containers) {
            byService
                    .computeIfAbsent(container.slot().service(), key -> new ArrayList<>())
                    .add(container);
            if (last != null && container.slot().equals(last)) {
                shared.add(last);
            }
            last = container.slot();
        }
    }

    private void indexServices() {
        for (WantedService service : wanted.services().values()) {
            for (String target : service.spec().dependsOn().keySet()) {
                dependents.computeIfAbsent(target, key -> new ArrayList<>()).add(service);
            }
            if (!ports.keySet().containsAll(HeldPorts.needed(name(), service).keySet())) {
                unheld.add(service.spec().name());
            }
        }
    }

    public WantedProject wanted() {
        return wanted;
    }

    public Observed observed() {
        return observed;
    }

    public String name() {
        return wanted.name();
    }

    /** Whether another project that stays declares a network of this real name too. */
    public boolean networkShared(String network) {
        return others().filter(other -> other.down() == null)
                .flatMap(other -> other.networks().values().stream())
                .anyMatch(it -> it.name().equals(network));
    }

    /** Whether another project that keeps its data declares a volume of this real name too. */
    public boolean volumeShared(String volume) {
        return others().filter(other -> other.down() == null || !other.down().volumes())
                .flatMap(other -> other.volumes().values().stream())
                .anyMatch(it -> it.name().equals(volume));
    }

    /** The other projects. */
    Stream<WantedProject> others() {
        return all.projects().values().stream().filter(other -> !other.name().equals(wanted.name()));
    }

    /** All containers of the project, orphans too, by slot. */
    public List<ObservedContainer> containers() {
        return containers;
    }

    public List<ObservedContainer> containersOf(String service) {
        return byService.getOrDefault(service, List.of());
    }

    /** The host ports that are held for the project: key of {@link HeldPorts} to the port. */
    public SortedMap<String, Integer> ports() {
        return ports;
    }

    public @Nullable WantedService service(ObservedContainer container) {
        return wanted.services().get(container.slot().service());
    }

    /** How far a wanted service is on its way to what is wanted. */
    public Rolling rolling(WantedService service) {
        String name = service.spec().name();
        Rolling known = rollings.get(name);
        if (known == null) {
            known = new Rolling(this, service, now);
            rollings.put(name, known);
        }
        return known;
    }

    /**
     * Containers that fill a wanted slot, each with what is wanted of it: of those that are what the service is now, and of
     * those that are older and whose turn has not come.
     */
    public Stream<Placed> placed() {
        return placed.stream();
    }

    /** Those of one service. */
    public List<Placed> placedOf(String service) {
        return placedByService.getOrDefault(service, List.of());
    }

    /**
     * A container in its place, and what is wanted there.
     *
     * @param current whether it is what the service is now
     */
    public record Placed(ObservedContainer container, WantedService service, boolean current) {}

    private @Nullable Placed place(ObservedContainer container) {
        WantedService service = service(container);
        if (service == null) {
            return null;
        }
        if (obsolete(container, service) == null) {
            return new Placed(container, service, true);
        }
        return awaits(container, service) ? new Placed(container, madeFrom(container, service), false) : null;
    }

    /** Whether an older container goes on until its turn comes; when nothing more is replaced, even after an exit. */
    private static boolean awaits(ObservedContainer container, WantedService service) {
        Update update = service.update();
        return update != null
                && container.slot().number() <= service.replicas()
                && !(container.life() instanceof Life.Created)
                && (container.running() || update.state().halted());
    }

    /** The service as the container was made from it. */
    public WantedService madeFrom(ObservedContainer container, WantedService service) {
        return service.of(container.fingerprint(), container.image());
    }

    /** Whether the container was stopped for being unhealthy, and another one is to take its place. */
    public boolean isHealed(ObservedContainer container, WantedService service) {
        return container.memo().care().healing() && Replacing.healing(service.spec()) == Healing.REPLACE;
    }

    /** Why the container is not what the service wants in this place, or null when it is. */
    public @Nullable Because obsolete(ObservedContainer container, WantedService service) {
        if (container.slot().number() > service.replicas()) {
            return new Because.Surplus(service.replicas());
        }
        if (!container.fingerprint().equals(service.fingerprint())) {
            return new Because.Changed(service.spec().name(), List.of());
        }
        if (service.image() != null && !container.image().equals(service.image())) {
            return new Because.ImageChanged(service.spec().image(), container.image(), service.image());
        }
        if (container.recreate() != service.tokens().recreate()) {
            return new Because.Asked("recreation");
        }
        if (isHealed(container, service)) {
            return new Because.Unhealthy();
        }
        return doubled(container, service) ? new Because.Surplus(service.replicas()) : null;
    }

    /** Whether another container of the same version fills the slot (there can be one after a crash of the daemon). */
    private boolean doubled(ObservedContainer container, WantedService service) {
        return shared.contains(container.slot())
                && containersOf(container.slot().service()).stream()
                        .anyMatch(other -> other.slot().equals(container.slot())
                                && isTwin(other, container)
                                && !isHealed(other, service)
                                && preferred(other, container));
    }

    private static boolean isTwin(ObservedContainer one, ObservedContainer other) {
        return !one.id().equals(other.id())
                && one.fingerprint().equals(other.fingerprint())
                && one.image().equals(other.image())
                && one.recreate() == other.recreate();
    }

    private static boolean preferred(ObservedContainer one, ObservedContainer other) {
        return one.running() == other.running() ? one.id().compareTo(other.id()) < 0 : one.running();
    }

    /** Whether every image is chosen and every host port is held: before that, nothing is changed. */
    public boolean validated() {
        return validated;
    }

    public boolean portsHeld(WantedService service) {
        return !unheld.contains(service.spec().name());
    }

    /** Real names of the service's networks. */
    public SortedSet<String> networkNames(WantedService service) {
        SortedSet<String> names = new TreeSet<>();
        for (Map.Entry<String, Attachment> entry : service.spec().networks().entrySet()) {
            Network network = wanted.networks().get(entry.getKey());
            if (network != null) {
                names.add(network.name());
            }
        }
        return names;
    }

    /** How its networks and volumes stand. */
    public Stock stock() {
        return stock;
    }

    /**
     * Whether the container has its namespaces and intact interfaces; of one that is what is wanted, or is to be started,
     * on all networks, and none of them is to go.
     */
    public boolean connected(Placed placed) {
        ObservedContainer container = placed.container();
        boolean whole = placed.current() || !container.running();
        return container.sandbox()
                && container.damaged().isEmpty()
                && (!whole || container.addresses().keySet().containsAll(networkNames(placed.service())))
                && stock.leaving(placed).isEmpty();
    }

    /** Services that depend on this one. */
    public List<WantedService> dependents(String service) {
        return dependents.getOrDefault(service, List.of());
    }
}
