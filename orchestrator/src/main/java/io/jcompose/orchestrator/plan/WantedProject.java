package io.jcompose.orchestrator.plan;

import io.jcompose.spec.Network;
import io.jcompose.spec.Value;
import io.jcompose.spec.Volume;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is wanted of one project. Each service keeps the revision it was last brought up with.
 *
 * @param name the project's name
 * @param version grows with every change; waiters compare it
 * @param workingDirectory where its files lie
 * @param files the files it was read from
 * @param services by name
 * @param disabled services of the files that no active profile enables; they are no orphans
 * @param networks by key
 * @param volumes by key
 * @param removeOrphans whether containers of services that are not here are to go
 * @param down null while it is up, else how it is to be taken down
 * @param granted its secrets and configs
 * @param remaking its networks and volumes that are to be made anew
 */
public record WantedProject(
        String name,
        long version,
        String workingDirectory,
        List<String> files,
        SortedMap<String, WantedService> services,
        SortedSet<String> disabled,
        SortedMap<String, Network> networks,
        SortedMap<String, Volume> volumes,
        boolean removeOrphans,
        @Nullable Down down,
        Granted granted,
        Remaking remaking) {

    /** Without secrets and configs. */
    public WantedProject(
            String name,
            long version,
            String workingDirectory,
            List<String> files,
            SortedMap<String, WantedService> services,
            SortedSet<String> disabled,
            SortedMap<String, Network> networks,
            SortedMap<String, Volume> volumes,
            boolean removeOrphans,
            @Nullable Down down) {
        this(
                name,
                version,
                workingDirectory,
                files,
                services,
                disabled,
                networks,
                volumes,
                removeOrphans,
                down,
                Granted.NONE);
    }

    /** Where nothing is made anew. */
    public WantedProject(
            String name,
            long version,
            String workingDirectory,
            List<String> files,
            SortedMap<String, WantedService> services,
            SortedSet<String> disabled,
            SortedMap<String, Network> networks,
            SortedMap<String, Volume> volumes,
            boolean removeOrphans,
            @Nullable Down down,
            Granted granted) {
        this(
                name,
                version,
                workingDirectory,
                files,
                services,
                disabled,
                networks,
                volumes,
                removeOrphans,
                down,
                granted,
                Remaking.NONE);
    }

    /** The same with other networks and volumes, in the same version. */
    WantedProject with(SortedMap<String, Network> otherNetworks, SortedMap<String, Volume> otherVolumes) {
        return new WantedProject(
                name,
                version,
                workingDirectory,
                files,
                services,
                disabled,
                otherNetworks,
                otherVolumes,
                removeOrphans,
                down,
                granted,
                remaking);
    }

    /** The same where this is to be made anew, in the same version. */
    public WantedProject with(Remaking other) {
        return new WantedProject(
                name,
                version,
                workingDirectory,
                files,
                services,
                disabled,
                networks,
                volumes,
                removeOrphans,
                down,
                granted,
                other);
    }

    /** The same with other secrets and configs. */
    public WantedProject withGranted(Granted other) {
        return new WantedProject(
                name,
                version,
                workingDirectory,
                files,
                services,
                disabled,
                networks,
                volumes,
                removeOrphans,
                down,
                other,
                remaking);
    }

    /** How a project is taken down. */
    public record Down(boolean volumes) {}

    /** What is left of a project that nobody wants any more: volumes, on their way down. */
    public static WantedProject remains(String name, SortedMap<String, Volume> volumes) {
        return new WantedProject(
                name,
                1,
                "",
                List.of(),
                new TreeMap<>(),
                new TreeSet<>(),
                new TreeMap<>(),
                volumes,
                false,
                new Down(true));
    }

    /** Whether a volume's data is protected ({@code x-protected: true}); null is none. */
    public static boolean guarded(@Nullable Volume volume) {
        return volume != null
                && volume.further()
                        .at("x-protected")
                        .filter(new Value.Flag(true)::equals)
                        .isPresent();
    }

    /** The same, where a one-off container is not wanted any more or, when it is gone, not known either. */
    public WantedProject withoutOneOff(String name, boolean gone) {
        SortedMap<String, WantedService> rest = new TreeMap<>(services);
        rest.computeIfPresent(name, (key, service) -> {
            if (service.oneOff() == null) {
                return service;
            }
            return gone && service.replicas() == 0 ? null : service.withReplicas(0);
        });
        return withServices(rest).withVersion(version);
    }

    /** The same with other services, one version on. */
    public WantedProject withServices(SortedMap<String, WantedService> changed) {
        return new WantedProject(
                name,
                version + 1,
                workingDirectory,
                files,
                changed,
                disabled,
                networks,
                volumes,
                removeOrphans,
                down,
                granted,
                remaking);
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
        return new WantedProject(
                name,
                other,
                workingDirectory,
                files,
                services,
                disabled,
                networks,
                volumes,
                removeOrphans,
                down,
                granted,
                remaking);
    }

    /** The same, where containers of services that are not here may stay or go. */
    public WantedProject withOrphans(boolean stay) {
        return new WantedProject(
                name,
                version,
                workingDirectory,
                files,
                services,
                disabled,
                networks,
                volumes,
                removeOrphans || !stay,
                down,
                granted,
                remaking);
    }

    /** The same on its way down, one version on. */
    public WantedProject goingDown(boolean withVolumes, boolean withOrphans) {
        return new WantedProject(
                name,
                version + 1,
                workingDirectory,
                files,
                services,
                disabled,
                networks,
                volumes,
                withOrphans,
                new Down(withVolumes),
                granted,
                remaking);
    }
}
