package io.jcompose.orchestrator.reconcile;

import io.jcompose.orchestrator.plan.Granted;
import io.jcompose.orchestrator.plan.Signals;
import io.jcompose.orchestrator.plan.Update;
import io.jcompose.orchestrator.plan.WantedProject;
import io.jcompose.orchestrator.plan.WantedService;
import io.jcompose.orchestrator.plan.WantedService.Tokens;
import io.jcompose.spec.Dependency;
import io.jcompose.spec.Service;
import io.jcompose.spec.change.Fingerprint;
import io.jcompose.spec.grant.Grants;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** How each command changes what is wanted. Pure: {@code now} is CLOCK_BOOTTIME in milliseconds, for the tokens. */
final class Wishes {
    private Wishes() {}

    /** Up: the named services and what they depend on are wanted as the file has them; others keep their revision. */
    static WantedProject up(@Nullable WantedProject before, UpRequest request, long now) {
        SortedMap<String, WantedService> known = before == null ? new TreeMap<>() : before.services();
        // Of a project that is going down only the commands are still of interest: its last containers remember them.
        SortedMap<String, WantedService> old = before == null || before.down() != null ? new TreeMap<>() : known;
        Set<String> touched = touched(request);
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
            if (service.oneOff() != null) {
                services.put(name, service);
            }
        });
        WantedProject after = new WantedProject(
                request.model().name(),
                before == null ? 1 : before.version() + 1,
                request.model().workingDirectory(),
                request.model().files(),
                services,
                new TreeSet<>(request.disabled()),
                request.model().networks(),
                request.model().volumes(),
                request.removeOrphans(),
                null,
                Granted.of(request.model()));
        return restartDependents(after, changed(old, services), now);
    }

    private static Set<String> touched(UpRequest request) {
        if (request.services().isEmpty()) {
            return request.model().services().keySet();
        }
        Set<String> found = new TreeSet<>();
        Deque<String> open = new ArrayDeque<>(request.services());
        while (!open.isEmpty()) {
            String name = open.pop();
            Service service = request.model().services().get(name);
            if (service != null && found.add(name) && !request.noDependencies()) {
                open.addAll(service.dependsOn().keySet());
            }
        }
        return found;
    }

    private static WantedService brought(
            @Nullable WantedService known, @Nullable WantedService kept, Service spec, UpRequest request, long now) {
        Tokens tokens = known == null ? Tokens.NONE : known.tokens();
        boolean named = request.services().isEmpty() || request.services().contains(spec.name());
        if (request.forceRecreate() && named) {
            tokens = tokens.nextRecreate(now);
        }
        boolean start = !request.noStart();
        boolean runs = known != null && known.running() && known.replicas() > 0;
        Pin pin = request.pins().get(spec.name());
        return new WantedService(
                        spec,
                        Fingerprint.of(spec),
                        request.scale().getOrDefault(spec.name(), spec.replicas()),
                        start || runs,
                        null,
                        start ? tokens.nextStart(now) : tokens,
                        request.stopSeconds(),
                        null,
                        update(kept, now))
                .withImage(pin == null ? null : pin.image(), pin == null ? null : pin.probe());
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

    /** Services that say restart: true for one of {@code causes} are restarted with it. */
    private static WantedProject restartDependents(WantedProject project, Set<String> causes, long now) {
        SortedMap<String, WantedService> services = new TreeMap<>(project.services());
        services.replaceAll((name, service) -> {
            boolean follows = !causes.contains(name)
                    && service.spec().dependsOn().entrySet().stream()
                            .anyMatch(edge -> causes.contains(edge.getKey())
                                    && edge.getValue().restart());
            return follows ? service.withTokens(service.tokens().nextRestart(now)) : service;
        });
        return project.withServices(services).withVersion(project.version());
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

    static WantedProject stop(WantedProject before, List<String> names, @Nullable Long seconds) {
        return each(before, names, service -> service.withRunning(false, seconds));
    }

    /** Start: the named services and what they depend on. */
    static WantedProject start(WantedProject before, List<String> names, long now) {
        return each(
                before,
                List.copyOf(withDependencies(before, names)),
                service -> service.withRunning(true, null)
                        .withTokens(service.tokens().nextStart(now)));
    }

    private static Set<String> withDependencies(WantedProject project, List<String> names) {
        Set<String> found = new TreeSet<>();
        Deque<String> open =
                new ArrayDeque<>(names.isEmpty() ? project.services().keySet() : names);
        while (!open.isEmpty()) {
            String name = open.pop();
            WantedService service = project.services().get(name);
            if (service != null && found.add(name)) {
                open.addAll(service.spec().dependsOn().keySet());
            }
        }
        return found;
    }

    static WantedProject restart(
            WantedProject before, List<String> names, @Nullable Long seconds, boolean noDependencies, long now) {
        Collection<String> chosen = names.isEmpty() ? before.services().keySet() : names;
        WantedProject after = each(
                before,
                names,
                service -> service.withRunning(true, seconds)
                        .withTokens(service.tokens().nextRestart(now)));
        return noDependencies ? after : restartDependents(after, new TreeSet<>(chosen), now);
    }

    /** Kill: the signal is sent once; SIGKILL also means that the service is not wanted running any more. */
    static WantedProject kill(WantedProject before, List<String> names, int signal, long now) {
        return each(before, names, service -> {
            WantedService killed = service.withTokens(service.tokens().nextKill(signal, now));
            return signal == Signals.KILL ? killed.withRunning(false, 0L) : killed;
        });
    }

    /** Down of some services: they, and what depends on them, keep no container. */
    static WantedProject remove(WantedProject before, List<String> names, @Nullable Long seconds) {
        Set<String> found = new TreeSet<>(names);
        boolean grown = true;
        while (grown) {
            grown = false;
            for (WantedService service : before.services().values()) {
                boolean depends = service.spec().dependsOn().keySet().stream().anyMatch(found::contains)
                        || (service.oneOff() != null
                                && found.contains(service.oneOff().service()));
                grown |= depends && found.add(service.spec().name());
            }
        }
        return each(
                before,
                List.copyOf(found),
                service -> service.withRunning(false, seconds).withReplicas(0));
    }

    /** The named services stay known, and keep no container. */
    static WantedProject withoutContainers(WantedProject before, List<String> names) {
        return each(before, names, service -> service.withRunning(false, null).withReplicas(0));
    }

    /** Down of everything. */
    static WantedProject down(WantedProject before, boolean volumes, boolean orphans, @Nullable Long seconds) {
        SortedMap<String, WantedService> services = new TreeMap<>(before.services());
        services.replaceAll((name, service) -> service.withRunning(false, seconds));
        return before.withServices(services).goingDown(volumes, orphans);
    }

    private static WantedProject each(WantedProject before, List<String> names, UnaryOperator<WantedService> change) {
        SortedMap<String, WantedService> services = new TreeMap<>(before.services());
        services.replaceAll((name, service) -> (names.isEmpty() && service.oneOff() == null) || names.contains(name)
                ? change.apply(service)
                : service);
        return before.withServices(services);
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
