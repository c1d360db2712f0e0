package io.jcompose.orchestrator.reconcile;

import io.jcompose.orchestrator.asked.Recreation;
import io.jcompose.orchestrator.asked.UpAsked;
import io.jcompose.orchestrator.plan.Declared;
import io.jcompose.orchestrator.plan.Removal;
import io.jcompose.orchestrator.plan.Retention;
import io.jcompose.orchestrator.plan.Update;
import io.jcompose.orchestrator.plan.WantedProject;
import io.jcompose.orchestrator.plan.WantedService;
import io.jcompose.orchestrator.plan.WantedService.Tokens;
import io.jcompose.spec.Dependency;
import io.jcompose.spec.Service;
import io.jcompose.spec.change.Fingerprint;
import io.jcompose.spec.grant.Grants;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** How an up changes what is wanted. Pure: {@code now} is CLOCK_BOOTTIME in milliseconds, for the tokens. */
final class Wishes {
    private Wishes() {}

    /**
     * Up: the named services and what they depend on are wanted as the file has them; others keep their revision, and so
     * do those that no active profile enables now.
     */
    static WantedProject up(@Nullable WantedProject before, UpRequest request, long now) {
        SortedMap<String, WantedService> known = before == null ? new TreeMap<>() : before.services();
        // Of a project that is going down only the commands are still of interest: its last containers remember them.
        SortedMap<String, WantedService> old = before == null || before.down() != null ? new TreeMap<>() : known;
        UpAsked asked = request.asked();
        Set<String> touched = asked.chosen().of(request.model().services());
        SortedMap<String, WantedService> services = new TreeMap<>();
        for (Service spec : request.model().services().values()) {
            WantedService kept = old.get(spec.name());
            if (touched.contains(spec.name())) {
                services.put(spec.name(), brought(known.get(spec.name()), kept, spec, request, now));
            } else if (kept != null) {
                services.put(spec.name(), kept);
            }
        }
        old.forEach((name, service) -> {
            if (service.oneOff() != null || request.disabled().contains(name)) {
                services.put(name, service);
            }
        });
        WantedProject after = new WantedProject(
                request.model().name(),
                before == null ? 1 : before.version() + 1,
                services,
                Declared.of(request.model(), request.disabled()),
                Removal.of(asked.removeOrphans()));
        return restartDependents(Retention.kept(before, after), changed(old, services), now);
    }

    private static WantedService brought(
            @Nullable WantedService known, @Nullable WantedService kept, Service spec, UpRequest request, long now) {
        Tokens tokens = known == null ? Tokens.NONE : known.tokens();
        UpAsked asked = request.asked();
        boolean named = asked.chosen().names(spec.name());
        Recreation recreation = asked.recreation();
        boolean start = !asked.noStart();
        boolean runs = known != null && known.running() && known.replicas() > 0;
        if (recreation.of(named) == Recreation.When.NEVER && kept != null && kept.replicas() > 0) {
            return kept.withReplicas(asked.scale().getOrDefault(spec.name(), spec.replicas()))
                    .withRunning(start || runs, asked.stopSeconds())
                    .withTokens(started(tokens, asked, now));
        }
        if (recreation.of(named) == Recreation.When.ALWAYS) {
            tokens = recreation.renewVolumes() && named ? tokens.nextRenewal(now) : tokens.nextRecreate(now);
        }
        Pin pin = request.pins().get(spec.name());
        return new WantedService(
                        spec,
                        Fingerprint.of(spec),
                        asked.scale().getOrDefault(spec.name(), spec.replicas()),
                        start || runs,
                        null,
                        started(tokens, asked, now),
                        asked.stopSeconds(),
                        null,
                        update(kept, now))
                .withImage(pin == null ? null : pin.image(), pin == null ? null : pin.probe());
    }

    private static Tokens started(Tokens tokens, UpAsked asked, long now) {
        if (asked.noStart()) {
            return tokens;
        }
        Tokens next = tokens.nextStart(now);
        return asked.chosen().alone() ? next.startedAlone(now) : next;
    }

    /** From what the containers are of: an update that came to no end began there too. */
    private static @Nullable Update update(@Nullable WantedService kept, long now) {
        if (kept == null || kept.replicas() == 0) {
            return null;
        }
        Update open = kept.update();
        boolean unfinished =
                open != null && (open.state() == Update.State.ROLLING || open.state() == Update.State.PAUSED);
        Update.Version previous =
                open != null && (unfinished || kept.image() == null) ? open.previous() : kept.version();
        return previous == null ? null : new Update(previous, Update.State.ROLLING, "", now);
    }

    /**
     * What was wanted before a wish that failed.
     *
     * @param unbegun services with containers that never ran: of those that came with the wish these go, else they would
     *     be orphans that the files declare
     */
    static WantedProject withdrawn(WantedProject before, WantedProject failed, Set<String> unbegun) {
        SortedMap<String, WantedService> services = new TreeMap<>(before.services());
        failed.services().forEach((name, service) -> {
            if (unbegun.contains(name)) {
                services.putIfAbsent(name, service.withRunning(false, 0L).withReplicas(0));
            }
        });
        return before.withServices(services);
    }

    /**
     * The same when others have wished something since: their wishes stay. A service that came with the wish that failed
     * stays known, without containers.
     */
    static WantedProject withdrawnBeside(@Nullable WantedProject before, WantedProject failed, WantedProject now) {
        SortedMap<String, WantedService> known =
                before == null || before.down() != null ? new TreeMap<>() : before.services();
        SortedMap<String, WantedService> services = new TreeMap<>(now.services());
        services.replaceAll((name, service) -> {
            WantedService wish = failed.services().get(name);
            WantedService old = known.get(name);
            if (wish == null || wish.equals(old) || !isSameWish(wish, service)) {
                return service;
            }
            return old == null ? service.withRunning(false, 0L).withReplicas(0) : old;
        });
        return now.down() != null || services.equals(now.services()) ? now : now.withServices(services);
    }

    /** The same but for what the daemon has found since. */
    private static boolean isSameWish(WantedService one, WantedService other) {
        return one.fingerprint().equals(other.fingerprint())
                && one.tokens().equals(other.tokens())
                && one.replicas() == other.replicas()
                && one.running() == other.running();
    }

    private static Set<String> changed(
            SortedMap<String, WantedService> before, SortedMap<String, WantedService> after) {
        Set<String> names = new TreeSet<>();
        after.forEach((name, service) -> {
            WantedService known = before.get(name);
            if (known != null
                    && (!known.fingerprint().equals(service.fingerprint())
                            || known.tokens().recreate() != service.tokens().recreate())) {
                names.add(name);
            }
        });
        return names;
    }

    /** Services that say restart: true for one of {@code causes} are restarted with it, and then those that say so for them. */
    static WantedProject restartDependents(WantedProject project, Set<String> causes, long now) {
        Set<String> following = following(project, causes);
        SortedMap<String, WantedService> services = new TreeMap<>(project.services());
        services.replaceAll((name, service) ->
                following.contains(name) ? service.withTokens(service.tokens().nextRestart(now)) : service);
        return project.withServices(services).withVersion(project.version());
    }

    private static Set<String> following(WantedProject project, Set<String> causes) {
        Map<String, List<String>> followers = new HashMap<>();
        project.services()
                .forEach((name, service) -> service.spec().dependsOn().forEach((target, edge) -> {
                    if (edge.restart()) {
                        followers
                                .computeIfAbsent(target, key -> new ArrayList<>())
                                .add(name);
                    }
                }));
        Set<String> reached = new TreeSet<>(causes);
        Deque<String> open = new ArrayDeque<>(causes);
        while (!open.isEmpty()) {
            followers.getOrDefault(open.pop(), List.of()).stream()
                    .filter(reached::add)
                    .forEach(open::add);
        }
        reached.removeAll(causes);
        return reached;
    }

    /** The same services with what they are granted now; who depends on one that is recreated may restart with it. */
    static WantedProject regranted(WantedProject before, SortedMap<String, Service> specs, long now) {
        SortedMap<String, WantedService> services = new TreeMap<>(before.services());
        services.replaceAll((name, service) -> {
            Service spec = specs.get(name);
            return spec == null || Grants.of(spec).equals(Grants.of(service.spec()))
                    ? service
                    : regranted(service, spec, now);
        });
        return restartDependents(before.withServices(services), changed(before.services(), services), now);
    }

    /** What only reloads is not rolled. */
    private static WantedService regranted(WantedService service, Service spec, long now) {
        String print = Fingerprint.of(spec);
        boolean same = print.equals(service.fingerprint());
        return service.withSpec(spec, print, same ? service.update() : update(service, now));
    }

    /** Whether something has to be awaited for the service to count as up: its probe. */
    static boolean hasProbe(WantedService service) {
        return service.probe() != null;
    }

    /** Whether other services wait for this one to complete. */
    static boolean completes(WantedProject project, String name) {
        return project.services().values().stream()
                .map(service -> service.spec().dependsOn().get(name))
                .anyMatch(edge ->
                        edge != null && edge.condition() == Dependency.Condition.SERVICE_COMPLETED_SUCCESSFULLY);
    }
}
