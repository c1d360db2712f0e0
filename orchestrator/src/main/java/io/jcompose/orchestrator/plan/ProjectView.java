package io.jcompose.orchestrator.plan;

import io.jcompose.spec.Healing;
import io.jcompose.spec.Network;
import io.jcompose.spec.decode.Replacing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One project, wanted and observed side by side: the questions that rules ask. */
public final class ProjectView {
    private final WantedProject wanted;
    private final Wanted all;
    private final Observed observed;
    private final Parts parts;
    private final long now;
    private final Map<String, Rolling> rollings = new HashMap<>();
    private final Set<String> neededPorts = new HashSet<>();
    private final Set<String> unheld = new HashSet<>();
    private final List<WantedService> unrested = new ArrayList<>();
    private final List<Placed> placed = new ArrayList<>();
    private final Map<String, List<Placed>> placedByService = new HashMap<>();
    private final boolean validated;
    private final Stock stock;
    private @Nullable Map<String, List<WantedService>> dependents;

    /**
     * Rules ask much and for each container: what they ask is found once for a round.
     *
     * @param resting whether services at rest are left out of what rules are shown
     */
    ProjectView(Wanted all, WantedProject wanted, Observed observed, Parts parts, long now, boolean resting) {
        this.now = now;
        this.all = all;
        this.wanted = wanted;
        this.observed = observed;
        this.parts = parts;
        this.stock = new Stock(this);
        boolean chosen = true;
        for (WantedService service : wanted.services().values()) {
            if (!service.spec().ports().isEmpty()) {
                lookAtPorts(service);
            }
            chosen &= service.replicas() == 0 || (service.image() != null && portsHeld(service));
            if (!resting || !Rest.isAt(this, service)) {
                unrested.add(service);
                place(service);
            }
        }
        this.validated = chosen;
    }

    private void lookAtPorts(WantedService service) {
        Set<String> keys = HeldPorts.needed(name(), service).keySet();
        neededPorts.addAll(keys);
        if (!parts.ports().keySet().containsAll(keys)) {
            unheld.add(service.spec().name());
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
        return parts.containers();
    }

    /** Containers of services that are not wanted any more, by slot. */
    public List<ObservedContainer> orphans() {
        return containers().stream()
                .filter(container -> service(container) == null)
                .toList();
    }

    public List<ObservedContainer> containersOf(String service) {
        return parts.containersOf(service);
    }

    /** Real names of the networks that were made for the project, wanted or not. */
    List<String> networks() {
        return parts.networks();
    }

    /** The host ports that are held for the project: key of {@link HeldPorts} to the port. */
    public SortedMap<String, Integer> ports() {
        return new TreeMap<>(parts.ports());
    }

    /** Those of them that no service wants any more. */
    public SortedMap<String, Integer> surplusPorts() {
        SortedMap<String, Integer> surplus = new TreeMap<>();
        parts.ports().forEach((key, port) -> {
            if (!neededPorts.contains(key)) {
                surplus.put(key, port);
            }
        });
        return surplus;
    }

    /** Services that are not at rest: there may be something to do for them, or for their containers. */
    public List<WantedService> unrested() {
        return unrested;
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
     * Containers that fill a wanted slot of a service that is not at rest, each with what is wanted of it: of those that
     * are what the service is now, and of those that are older and whose turn has not come.
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
     * @param connected whether it has its namespaces and intact interfaces; of one that is what is wanted, or is to be
     *     started, on all networks, and none of them is to go
     */
    public record Placed(ObservedContainer container, WantedService service, boolean current, boolean connected) {}

    private void place(WantedService service) {
        List<Placed> found = new ArrayList<>(1);
        for (ObservedContainer container : containersOf(service.spec().name())) {
            boolean current = obsolete(container, service) == null;
            if (current || awaits(container, service)) {
                WantedService there = current ? service : madeFrom(container, service);
                found.add(new Placed(container, there, current, connected(container, there, current)));
            }
        }
        placed.addAll(found);
        placedByService.put(service.spec().name(), found);
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
        return parts.shared().contains(container.slot())
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

    /** Whether the service's networks are there and whole, and are not to go. */
    public boolean networksWhole(WantedService service) {
        for (String key : service.spec().networks().keySet()) {
            Network network = wanted.networks().get(key);
            if (network != null && !stock.hasNetwork(network.name())) {
                return false;
            }
        }
        return true;
    }

    /** How its networks and volumes stand. */
    public Stock stock() {
        return stock;
    }

    /** Whether the container has its namespaces and intact interfaces, and has to leave no network. */
    boolean connected(ObservedContainer container, WantedService service, boolean current) {
        boolean whole = current || !container.running();
        return container.links().sandbox()
                && container.links().damaged().isEmpty()
                && (!whole || isOnAll(container, service))
                && !stock.isLeaving(container, service, current);
    }

    private boolean isOnAll(ObservedContainer container, WantedService service) {
        for (String key : service.spec().networks().keySet()) {
            Network network = wanted.networks().get(key);
            if (network != null && !container.addresses().containsKey(network.name())) {
                return false;
            }
        }
        return true;
    }

    /** Services that depend on this one. */
    public List<WantedService> dependents(String service) {
        Map<String, List<WantedService>> known = dependents;
        if (known == null) {
            known = new HashMap<>();
            for (WantedService one : wanted.services().values()) {
                for (String target : one.spec().dependsOn().keySet()) {
                    known.computeIfAbsent(target, key -> new ArrayList<>()).add(one);
                }
            }
            dependents = known;
        }
        return known.getOrDefault(service, List.of());
    }
}
