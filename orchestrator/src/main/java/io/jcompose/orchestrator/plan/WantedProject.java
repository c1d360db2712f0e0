package io.jcompose.orchestrator.plan;

import io.jcompose.orchestrator.plan.Removal.Down;
import io.jcompose.spec.Network;
import io.jcompose.spec.Value;
import io.jcompose.spec.Volume;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is wanted of one project. Each service keeps the revision it was last brought up with.
 *
 * @param name the project's name
 * @param version grows with every change; waiters compare it
 * @param services by name
 * @param declared what its files say beside them
 * @param removal what is to go
 */
public record WantedProject(
        String name, long version, SortedMap<String, WantedService> services, Declared declared, Removal removal) {

    /** What is left of a project that nobody wants any more: volumes, on their way down. */
    public static WantedProject remains(String name, SortedMap<String, Volume> volumes) {
        return new WantedProject(
                name,
                1,
                new TreeMap<>(),
                Declared.only(volumes),
                Removal.of(false).with(new Down(true)));
    }

    /** Whether a volume's data is protected ({@code x-protected: true}); null is none. */
    public static boolean guarded(@Nullable Volume volume) {
        return volume != null
                && volume.further()
                        .at("x-protected")
                        .filter(new Value.Flag(true)::equals)
                        .isPresent();
    }

    /** Where its files lie. */
    public String workingDirectory() {
        return declared.workingDirectory();
    }

    /** The files it was read from. */
    public List<String> files() {
        return declared.files();
    }

    /** Services of the files that no active profile enables; they are no orphans. */
    public SortedSet<String> disabled() {
        return declared.disabled();
    }

    /** By key. */
    public SortedMap<String, Network> networks() {
        return declared.networks();
    }

    /** By key. */
    public SortedMap<String, Volume> volumes() {
        return declared.volumes();
    }

    /** Its secrets and configs. */
    public Granted granted() {
        return declared.granted();
    }

    /** Whether containers of services that are not here are to go. */
    public boolean removeOrphans() {
        return removal.orphans();
    }

    /** Null while it is up, else how it is to be taken down. */
    public @Nullable Down down() {
        return removal.down();
    }

    /** Its networks and volumes that are to be made anew. */
    public Remaking remaking() {
        return removal.remaking();
    }

    /** The same with other networks and volumes, in the same version. */
    WantedProject with(SortedMap<String, Network> networks, SortedMap<String, Volume> volumes) {
        return new WantedProject(name, version, services, declared.with(networks, volumes), removal);
    }

    /** The same where this is to be made anew, in the same version. */
    public WantedProject with(Remaking remaking) {
        return new WantedProject(name, version, services, declared, removal.with(remaking));
    }

    /** The same with other secrets and configs. */
    public WantedProject withGranted(Granted granted) {
        return new WantedProject(name, version, services, declared.with(granted), removal);
    }

    /** The same, where a one-off container is not wanted any more or, when it is gone, not known either. */
    public WantedProject withoutOneOff(String container, boolean gone) {
        SortedMap<String, WantedService> rest = new TreeMap<>(services);
        rest.computeIfPresent(container, (key, service) -> {
            if (service.oneOff() == null) {
                return service;
            }
            return gone && service.replicas() == 0 ? null : service.withReplicas(0);
        });
        return withServices(rest).withVersion(version);
    }

    /** The same with other services, one version on. */
    public WantedProject withServices(SortedMap<String, WantedService> changed) {
        return new WantedProject(name, version + 1, changed, declared, removal);
    }

    /** The same with one service as it is given, in the same version: for changes that nobody waits for. */
    public WantedProject withService(WantedService changed) {
        return withServices(List.of(changed));
    }

    /** The same with these services as they are given, in the same version: for changes that nobody waits for. */
    public WantedProject withServices(Collection<WantedService> changed) {
        SortedMap<String, WantedService> all = new TreeMap<>(services);
        changed.forEach(service -> all.put(service.spec().name(), service));
        return withServices(all).withVersion(version);
    }

    /** The same with another version: for changes that nobody waits for. */
    public WantedProject withVersion(long other) {
        return new WantedProject(name, other, services, declared, removal);
    }

    /** The same, where containers of services that are not here may stay or go. */
    public WantedProject withOrphans(boolean stay) {
        return new WantedProject(name, version, services, declared, removal.with(removal.orphans() || !stay));
    }

    /** The same on its way down, one version on. */
    public WantedProject goingDown(boolean withVolumes, boolean withOrphans) {
        Removal down = removal.with(withOrphans).with(new Down(withVolumes));
        return new WantedProject(name, version + 1, services, declared, down);
    }
}
