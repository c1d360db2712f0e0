package io.jcompose.orchestrator.plan;

import io.jcompose.spec.Network;
import io.jcompose.spec.Volume;
import io.jcompose.spec.change.Configuration;
import io.jcompose.spec.change.Difference;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How the networks and volumes that there are stand to those that a project wants. */
public final class Stock {
    private static final String SUBNET = "ipam.config[0].subnet";

    private final ProjectView view;
    private final Origins origins;
    private final Remaking remaking;

    Stock(ProjectView view) {
        this.view = view;
        this.origins = view.observed().origins();
        this.remaking = view.wanted().remaking();
    }

    /** That of a project if it were wanted so. */
    public static Stock of(Wanted all, WantedProject wanted, Observed observed) {
        Parts parts = Parts.of(observed).getOrDefault(wanted.name(), new Parts());
        return new ProjectView(all, wanted, observed, parts, 0, false).stock();
    }

    /** Whether the network of this real name is there and whole, and is not to go. */
    public boolean hasNetwork(String name) {
        return view.observed().networks().getOrDefault(name, false) && !endsNetwork(name);
    }

    /** Whether the network of this real name is there, but is to be made anew. */
    public boolean endsNetwork(String name) {
        return !remaking.networks().isEmpty()
                && view.observed().networks().containsKey(name)
                && remaking.ends(name, origins.network(name));
    }

    /** Whether the volume of this real name is there, and is not to go. */
    public boolean hasVolume(String name) {
        return view.observed().volumes().containsKey(name) && !endsVolume(name);
    }

    /** Whether the volume of this real name is there, but is to be made anew. */
    public boolean endsVolume(String name) {
        return view.observed().volumes().containsKey(name) && remaking.discards(name, origins.volume(name));
    }

    /** Whether the data of a volume is protected, by the file or since it was made. */
    public boolean isGuarded(Volume volume) {
        return WantedProject.guarded(volume) || origins.volume(volume.name()).guarded();
    }

    /** What is another now of a network than when it was made; nothing when that is not known. */
    public static List<Difference> changes(Origin origin, Network network) {
        SortedMap<String, String> before = origin.configuration();
        return before == null ? List.of() : Configuration.between(before, Configuration.of(network));
    }

    /** What is another now of a volume than when it was made; nothing when that is not known. */
    public static List<Difference> changes(Origin origin, Volume volume) {
        SortedMap<String, String> before = origin.configuration();
        return before == null ? List.of() : Configuration.between(before, Configuration.of(volume));
    }

    public Because because(String key, Network network) {
        return new Because.Reconfigured("networks." + key, changes(origins.network(network.name()), network));
    }

    public Because because(String key, Volume volume) {
        return new Because.Reconfigured("volumes." + key, changes(origins.volume(volume.name()), volume));
    }

    /** The networks that a container has to leave before it is started: those to go, and those that are not its own. */
    public SortedSet<String> leaving(ProjectView.Placed placed) {
        SortedSet<String> leaving = new TreeSet<>(placed.container().addresses().keySet());
        leaving.removeIf(network -> !leaves(placed.service(), placed.current(), network));
        return leaving;
    }

    /** Whether there is any. */
    boolean isLeaving(ObservedContainer container, WantedService service, boolean current) {
        for (String network : container.addresses().keySet()) {
            if (leaves(service, current, network)) {
                return true;
            }
        }
        return false;
    }

    private boolean leaves(WantedService service, boolean current, String network) {
        return endsNetwork(network) || (current && isStrange(service, network));
    }

    /** Whether it is none of the service's networks, which are all known. */
    private boolean isStrange(WantedService service, String network) {
        for (String key : service.spec().networks().keySet()) {
            Network known = view.wanted().networks().get(key);
            if (known == null || known.name().equals(network)) {
                return false;
            }
        }
        return true;
    }

    /** The containers of the project in which a volume is mounted. */
    public List<ObservedContainer> users(String volume) {
        Set<String> ids = origins.users(volume);
        return view.containers().stream()
                .filter(container -> ids.contains(container.id()))
                .toList();
    }

    /** Networks that were made for the project, of which nobody speaks any more and to which nobody is connected. */
    public List<String> leftNetworks() {
        return unspoken()
                .filter(name -> view.observed().containers().values().stream()
                        .noneMatch(container -> container.addresses().containsKey(name)))
                .toList();
    }

    private Stream<String> unspoken() {
        return view.networks().stream()
                .filter(name -> view.wanted().networks().values().stream()
                        .noneMatch(network -> network.name().equals(name)))
                .filter(name -> !view.networkShared(name))
                .sorted();
    }

    /** Whether a network that is to go has the very subnet that another one is to get. */
    public boolean isSubnetTaken(Network network) {
        String subnet = Configuration.of(network).get(SUBNET);
        return subnet != null && unspoken().anyMatch(name -> subnet.equals(subnet(name)));
    }

    private @Nullable String subnet(String network) {
        SortedMap<String, String> configuration = origins.network(network).configuration();
        return configuration == null ? null : configuration.get(SUBNET);
    }

    /** Whether a network or volume with this origin is the project's to remove: nobody else's who is still wanted. */
    public boolean isOwn(Origin origin) {
        return origin.project().isEmpty()
                || origin.project().equals(view.name())
                || view.others().noneMatch(other -> other.name().equals(origin.project()));
    }

    /** Why a network cannot be made anew now, a sentence; empty when it can. */
    public Optional<String> holdsNetwork(String name) {
        return view.observed().containers().values().stream()
                .filter(container -> container.addresses().containsKey(name))
                .sorted(java.util.Comparator.comparing(ObservedContainer::name))
                .map(container -> holder(container, container.running()))
                .filter(Objects::nonNull)
                .map(who -> "network " + name + " cannot be made anew: " + who)
                .findFirst();
    }

    /** Why a volume cannot be made anew now, a sentence; empty when it can. */
    public Optional<String> holdsVolume(String name) {
        return view.observed().containers().values().stream()
                .filter(container -> origins.users(name).contains(container.id()))
                .sorted(java.util.Comparator.comparing(ObservedContainer::name))
                .map(container -> holder(container, true))
                .filter(Objects::nonNull)
                .map(who -> "volume " + name + " cannot be made anew: " + who)
                .findFirst();
    }

    /** Of a container that cannot simply be stopped and started again; null for another one. */
    private @Nullable String holder(ObservedContainer container, boolean matters) {
        String name = container.name();
        if (!container.slot().project().equals(view.name())) {
            return "container " + name + " of project " + container.slot().project() + " uses it";
        }
        WantedService service = view.service(container);
        if (service == null) {
            boolean goes = view.wanted().removeOrphans()
                    && !view.wanted().disabled().contains(container.slot().service());
            return goes || !matters
                    ? null
                    : "container " + name + " uses it, whose service is not declared now; 'jcompose down "
                            + "--remove-orphans' or 'up --remove-orphans' removes it";
        }
        return service.oneOff() != null && service.replicas() > 0 && matters
                ? "the one-off container " + name + " uses it; wait for its end, or stop it"
                : null;
    }
}
