package io.jcompose.orchestrator.plan;

import io.jcompose.spec.Attachment;
import io.jcompose.spec.Network;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
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

    ProjectView(Wanted all, WantedProject wanted, Observed observed, List<ObservedContainer> containers) {
        this.all = all;
        this.wanted = wanted;
        this.observed = observed;
        this.containers = containers.stream().sorted(BY_SLOT).toList();
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

    private Stream<WantedProject> others() {
        return all.projects().values().stream().filter(other -> !other.name().equals(wanted.name()));
    }

    /** All containers of the project, orphans too, by slot. */
    public List<ObservedContainer> containers() {
        return containers;
    }

    public List<ObservedContainer> containersOf(String service) {
        return containers.stream()
                .filter(container -> container.slot().service().equals(service))
                .toList();
    }

    public @Nullable WantedService service(ObservedContainer container) {
        return wanted.services().get(container.slot().service());
    }

    /** Containers that fill a wanted slot and are what the service is now; each with its service. */
    public Stream<Placed> placed() {
        return containers.stream().map(this::place).filter(Objects::nonNull).map(Objects::requireNonNull);
    }

    /** A container in its place, and what is wanted there. */
    public record Placed(ObservedContainer container, WantedService service) {}

    private @Nullable Placed place(ObservedContainer container) {
        WantedService service = service(container);
        if (service == null || obsolete(container, service) != null) {
            return null;
        }
        return new Placed(container, service);
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
            return new Because.ImageChanged(service.spec().image());
        }
        if (container.recreate() != service.tokens().recreate()) {
            return new Because.Asked("recreation");
        }
        return doubled(container) ? new Because.Surplus(service.replicas()) : null;
    }

    /** Whether an earlier container fills the same slot (two can only be there after a crash of the daemon). */
    private boolean doubled(ObservedContainer container) {
        for (ObservedContainer other : containers) {
            if (other.id().equals(container.id())) {
                return false;
            }
            if (other.slot().equals(container.slot())) {
                return true;
            }
        }
        return false;
    }

    /** Whether every image is chosen and every host port is held: before that, nothing is changed. */
    public boolean validated() {
        return wanted.services().values().stream()
                .allMatch(service -> service.replicas() == 0 || (service.image() != null && portsHeld(service)));
    }

    public boolean portsHeld(WantedService service) {
        return observed.ports()
                .keySet()
                .containsAll(HeldPorts.needed(name(), service).keySet());
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

    /** Whether the container has its namespaces and an intact interface on each of its networks. */
    public boolean connected(ObservedContainer container, WantedService service) {
        return container.sandbox()
                && container.damaged().isEmpty()
                && container.addresses().keySet().containsAll(networkNames(service));
    }

    /** Services that depend on this one. */
    public List<WantedService> dependents(String service) {
        return wanted.services().values().stream()
                .filter(other -> other.spec().dependsOn().containsKey(service))
                .toList();
    }
}
