package io.jcompose.orchestrator.observe;

import io.jcompose.network.Endpoint;
import io.jcompose.network.NetworkDamage;
import io.jcompose.network.NetworkException;
import io.jcompose.network.Networks;
import io.jcompose.orchestrator.plan.Life;
import io.jcompose.orchestrator.plan.Observed;
import io.jcompose.orchestrator.plan.ObservedContainer;
import io.jcompose.orchestrator.plan.Resource;
import io.jcompose.orchestrator.plan.Routing;
import io.jcompose.runtime.ContainerState;
import io.jcompose.runtime.ContainerStatus;
import io.jcompose.runtime.Containers;
import io.jcompose.runtime.Volumes;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes snapshots of what is there, from the memory of runtime and network; {@link #check} looks at the kernel itself. */
public final class Observer {
    private static final Logger LOG = LoggerFactory.getLogger(Observer.class);

    private final Containers containers;
    private final Networks networks;
    private final Volumes volumes;
    private final Ledger ledger;
    private final BootClock boot;
    private final Clock wall;
    private final Connections connections = new Connections(Path.of("/proc"));
    private final Provenance provenance = new Provenance();
    private final Map<String, Seen> exits = new ConcurrentHashMap<>();
    /** What is written on a container never changes: it is read once. */
    private final Map<String, Optional<Labels>> labels = new ConcurrentHashMap<>();

    private final Set<String> sandboxes = ConcurrentHashMap.newKeySet();
    private volatile Drift drift = Drift.NONE;
    private volatile @Nullable Routing routing;

    /** When an end was seen: CLOCK_BOOTTIME milliseconds. */
    private record Seen(Instant finished, long at) {}

    public Observer(
            Containers containers, Networks networks, Volumes volumes, Ledger ledger, BootClock boot, Clock wall) {
        this.containers = containers;
        this.networks = networks;
        this.volumes = volumes;
        this.ledger = ledger;
        this.boot = boot;
        this.wall = wall;
    }

    /** What is there now; work under way and failures are the executor's to know. */
    public Observed snapshot(Set<Resource> inFlight, Map<Resource, Observed.Failure> failures) {
        Drift known = drift;
        Map<String, Boolean> nets = new HashMap<>();
        Map<String, Map<String, String>> labelled = new HashMap<>();
        networks.networks().forEach((name, state) -> {
            nets.put(name, !known.networks().contains(name));
            labelled.put(name, state.spec().labels());
        });
        Map<String, Map<String, String>> kept = volumes.list();
        Map<String, Map<String, String>> addresses = new HashMap<>();
        for (Endpoint endpoint : networks.endpoints()) {
            addresses
                    .computeIfAbsent(endpoint.owner(), key -> new TreeMap<>())
                    .put(endpoint.network(), endpoint.address());
        }
        Map<String, ObservedContainer> seen = new HashMap<>();
        containers
                .list()
                .forEach((id, state) -> labels.computeIfAbsent(
                                id, key -> Labels.of(state.spec().labels()))
                        .ifPresent(of -> seen.put(id, container(state, of, addresses, known))));
        exits.keySet().retainAll(seen.keySet());
        labels.keySet().retainAll(seen.keySet());
        return new Observed(
                seen,
                nets,
                owners(kept),
                Map.copyOf(networks.ports()),
                Set.copyOf(inFlight),
                Map.copyOf(failures),
                known.table() ? null : routing,
                provenance.of(labelled, kept, volumes, containers));
    }

    /** Volumes with the project that each was made for. */
    private static Map<String, String> owners(Map<String, Map<String, String>> kept) {
        Map<String, String> owners = new HashMap<>();
        kept.forEach((name, labels) -> owners.put(name, Labels.projectOf(labels)));
        return owners;
    }

    private ObservedContainer container(
            ContainerState state, Labels labels, Map<String, Map<String, String>> addresses, Drift known) {
        String id = state.spec().id();
        Ledger.Note note = ledger.get(id);
        return new ObservedContainer(
                id,
                labels.slot(),
                labels.name(),
                labels.fingerprint(),
                labels.image(),
                labels.recreate(),
                life(id, state.status()),
                note.health(),
                note.healthSince(),
                note.memo(),
                new ObservedContainer.Links(
                        sandboxes.contains(id),
                        addresses.getOrDefault(id, Map.of()),
                        known.endpoints().getOrDefault(id, Set.of()),
                        connections(state.status(), note)));
    }

    /** Read only of containers that drain: elsewhere a round asks nobody. */
    private int connections(ContainerStatus status, Ledger.Note note) {
        boolean drains = note.memo().care().drainDeadline() != 0 && note.memo().stopDeadline() == 0;
        return drains && status instanceof ContainerStatus.Running running ? connections.of(running.pid()) : 0;
    }

    private Life life(String id, ContainerStatus status) {
        if (status instanceof ContainerStatus.Running running) {
            return new Life.Running(ago(running.startedAt()));
        }
        if (status instanceof ContainerStatus.Exited exited) {
            long ran = Duration.between(exited.startedAt(), exited.finishedAt()).toMillis();
            return new Life.Exited(exited.code(), seenAt(id, exited.finishedAt()), Math.max(0, ran));
        }
        if (status instanceof ContainerStatus.FailedToStart failed) {
            return new Life.FailedToStart(failed.reason(), seenAt(id, failed.at()));
        }
        return new Life.Created();
    }

    private long seenAt(String id, Instant finished) {
        return exits.compute(
                        id,
                        (key, known) -> known != null && known.finished().equals(finished)
                                ? known
                                : new Seen(finished, ago(finished)))
                .at();
    }

    /** A wall clock time as CLOCK_BOOTTIME, never in the future. */
    private long ago(Instant then) {
        return boot.millis()
                - Math.max(0, Duration.between(then, wall.instant()).toMillis());
    }

    /** Looks at the kernel: what is missing or was changed by hand. Slow; not for a round. */
    public void check() {
        containers.recheck();
        volumes.recheck();
        Set<String> found = new HashSet<>();
        for (String id : containers.list().keySet()) {
            if (containers.hasSandbox(id)) {
                found.add(id);
            }
        }
        sandboxes.retainAll(found);
        sandboxes.addAll(found);
        try {
            NetworkDamage damage = networks.check();
            Map<String, Set<String>> endpoints = new HashMap<>();
            damage.endpoints()
                    .forEach(key -> endpoints
                            .computeIfAbsent(key.owner(), owner -> new HashSet<>())
                            .add(key.network()));
            found(new Drift(damage.networks(), endpoints, damage.table()));
        } catch (NetworkException e) {
            LOG.warn("networks cannot be checked: {}", e.getMessage());
        }
    }

    private synchronized void found(Drift now) {
        drift = now;
    }

    // What effects report, so that the next snapshot shows it.

    public synchronized void networkEnsured(String name) {
        Drift old = drift;
        Set<String> rest = new HashSet<>(old.networks());
        rest.remove(name);
        drift = new Drift(rest, old.endpoints(), old.table());
    }

    public synchronized void connected(String id) {
        sandboxes.add(id);
        Drift old = drift;
        Map<String, Set<String>> rest = new HashMap<>(old.endpoints());
        rest.remove(id);
        drift = new Drift(old.networks(), rest, old.table());
    }

    public void removed(String id) {
        sandboxes.remove(id);
    }

    public synchronized void routed(Routing applied) {
        Drift old = drift;
        routing = applied;
        drift = new Drift(old.networks(), old.endpoints(), false);
    }
}
