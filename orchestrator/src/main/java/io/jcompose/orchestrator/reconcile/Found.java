package io.jcompose.orchestrator.reconcile;

import io.jcompose.orchestrator.plan.Observed;
import io.jcompose.orchestrator.plan.Origin;
import io.jcompose.orchestrator.plan.Remaking;
import io.jcompose.orchestrator.plan.Stock;
import io.jcompose.orchestrator.plan.Wanted;
import io.jcompose.orchestrator.plan.WantedProject;
import io.jcompose.orchestrator.reconcile.Refused.Kind;
import io.jcompose.orchestrator.reconcile.Refused.Reason;
import io.jcompose.spec.Mount;
import io.jcompose.spec.Network;
import io.jcompose.spec.Service;
import io.jcompose.spec.Volume;
import io.jcompose.spec.change.Difference;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an up finds of the networks and volumes that it declares: what is missing, somebody else's, or made with something
 * else than the file says now. Pure.
 */
final class Found {
    private final @Nullable WantedProject before;
    private final WantedProject after;
    private final UpRequest request;
    private final Observed observed;
    private final Stock stock;
    private final SortedMap<String, String> networks = new TreeMap<>();
    private final SortedMap<String, String> volumes = new TreeMap<>();
    private final List<Reason> refusals = new ArrayList<>();
    private final List<Reason> notices = new ArrayList<>();
    private final List<Mismatch> mismatches = new ArrayList<>();

    /**
     * A volume that was made with something else than the file says now.
     *
     * @param guarded whether its data is protected
     */
    record Mismatch(String key, String name, boolean guarded, List<Difference> changes) {
        String text() {
            return texts(changes);
        }
    }

    private static String texts(List<Difference> changes) {
        return changes.stream().map(Difference::text).collect(Collectors.joining("; "));
    }

    /** By what was wanted of the project before, and what would be after the request. */
    Found(@Nullable WantedProject before, WantedProject after, UpRequest request, Wanted all, Observed observed) {
        this.before = before;
        this.after = after;
        this.request = request;
        this.observed = observed;
        this.stock = Stock.of(all, after, observed);
        Set<String> usedNetworks = new TreeSet<>();
        Set<String> usedVolumes = new TreeSet<>();
        SortedMap<String, Service> services = request.model().services();
        request.asked().chosen().of(services).stream().map(services::get).forEach(service -> {
            usedNetworks.addAll(service.networks().keySet());
            service.mounts().forEach(mount -> volume(mount, usedVolumes));
        });
        after.networks().forEach((key, network) -> look(key, network, usedNetworks.contains(key)));
        after.volumes().forEach((key, volume) -> look(key, volume, usedVolumes.contains(key)));
    }

    private static void volume(Mount mount, Set<String> volumes) {
        if (mount instanceof Mount.NamedVolume named && named.volume() != null) {
            volumes.add(named.volume());
        }
    }

    /** What is to be made anew. */
    Remaking remaking() {
        return new Remaking(networks, volumes);
    }

    /** What can be done and should be known. */
    List<Reason> notices() {
        return notices;
    }

    List<Mismatch> mismatches() {
        return mismatches;
    }

    /** Throws with all that makes it impossible. */
    void refuse() throws Refused {
        if (!refusals.isEmpty()) {
            throw new Refused(Kind.CONFLICT, refusals);
        }
    }

    private void look(String key, Network network, boolean used) {
        String name = network.name();
        String path = "networks." + key;
        boolean there = observed.networks().containsKey(name);
        if (network.external() || !there) {
            if (!there && network.external()) {
                refusals.add(new Reason("network " + name + " declared as external, but could not be found", path));
            }
            return;
        }
        Origin origin = observed.origins().network(name);
        if (!origin.project().equals(after.name())) {
            boolean known = before != null
                    && before.networks().values().stream()
                            .anyMatch(one -> one.name().equals(name));
            strangeNetwork(network, origin, path, known);
            return;
        }
        List<Difference> changes = used ? Stock.changes(origin, network) : List.of();
        if (!changes.isEmpty()) {
            stock.holdsNetwork(name)
                    .ifPresent(why -> refusals.add(new Reason(why + "; it differs in " + texts(changes), path)));
            networks.put(name, origin.incarnation());
        }
    }

    private void strangeNetwork(Network network, Origin origin, String path, boolean known) {
        String hint = ". Set `external: true` to use an existing network";
        if (!origin.project().isEmpty()) {
            notices.add(new Reason(
                    "network " + network.name()
                            + " was found but has incorrect label io.jcompose.project set to \"" + origin.project()
                            + "\" (expected: \"" + after.name() + "\"); it is used as it is" + hint,
                    path));
        } else if (!known) {
            notices.add(new Reason(
                    "a network with name " + network.name() + " exists but was not created for project \""
                            + after.name() + "\"; it is used as it is" + hint,
                    path));
        }
    }

    private void look(String key, Volume volume, boolean used) {
        String name = volume.name();
        String path = "volumes." + key;
        String owner = observed.volumes().get(name);
        if (volume.external() || owner == null) {
            if (owner == null && volume.external()) {
                refusals.add(new Reason("external volume \"" + name + "\" not found", path));
            }
            return;
        }
        if (!owner.equals(after.name())) {
            strangeVolume(volume, owner, path);
            return;
        }
        List<Difference> changes = used ? Stock.changes(observed.origins().volume(name), volume) : List.of();
        if (!changes.isEmpty()) {
            differs(new Mismatch(key, name, stock.isGuarded(volume), changes), path);
        }
    }

    private void strangeVolume(Volume volume, String owner, String path) {
        String hint = ". Use `external: true` to use an existing volume";
        boolean known = before != null
                && before.volumes().values().stream().anyMatch(one -> one.name().equals(volume.name()));
        if (!owner.isEmpty()) {
            notices.add(new Reason(
                    "volume \"" + volume.name() + "\" already exists but was created for project \"" + owner
                            + "\" (expected \"" + after.name() + "\")" + hint,
                    path));
        } else if (!known) {
            notices.add(new Reason(
                    "volume \"" + volume.name() + "\" already exists but was not created by jcompose" + hint, path));
        }
    }

    private void differs(Mismatch mismatch, String path) {
        mismatches.add(mismatch);
        String incarnation = observed.origins().volume(mismatch.name()).incarnation();
        boolean agreed = request.discards().contains(mismatch.name());
        boolean stillAgreed = before != null
                && before.down() == null
                && incarnation.equals(before.remaking().volumes().get(mismatch.name()));
        String place = path + "." + mismatch.changes().get(0).path();
        if (!agreed && !stillAgreed) {
            notices.add(new Reason(
                    "volume \"" + mismatch.name() + "\" exists but doesn't match configuration in compose file: "
                            + mismatch.text() + "; it is kept as it is"
                            + (mismatch.guarded() ? ", being protected" : ", -y makes it anew without its data"),
                    place));
        } else if (mismatch.guarded()) {
            refusals.add(new Reason(
                    "volume \"" + mismatch.name() + "\" is protected (x-protected), so it is not made anew: "
                            + mismatch.text(),
                    place));
        } else {
            stock.holdsVolume(mismatch.name()).ifPresent(why -> refusals.add(new Reason(why, place)));
            volumes.put(mismatch.name(), incarnation);
        }
    }
}
