package io.jcompose.orchestrator.reconcile;

import io.jcompose.orchestrator.asked.DownAsked;
import io.jcompose.orchestrator.asked.Operation;
import io.jcompose.orchestrator.plan.Signals;
import io.jcompose.orchestrator.plan.WantedProject;
import io.jcompose.orchestrator.plan.WantedService;
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

/** How commands to what is there change what is wanted. Pure, as {@link Wishes}. */
final class OperationWishes {
    private OperationWishes() {}

    static WantedProject after(WantedProject before, Operation operation, long now) {
        if (operation instanceof Operation.Stop stop) {
            return each(before, stop.services(), service -> service.withRunning(false, stop.stopSeconds()));
        }
        if (operation instanceof Operation.Start start) {
            return start(before, start.services(), now);
        }
        if (operation instanceof Operation.Restart restart) {
            return restart(before, restart, now);
        }
        if (operation instanceof Operation.Kill kill) {
            return kill(before, kill, now);
        }
        Operation.Remove remove = (Operation.Remove) operation;
        return each(before, remove.services(), service -> withoutContainers(service, remove, now));
    }

    /** The service stays known, and keeps no container. */
    private static WantedService withoutContainers(WantedService service, Operation.Remove remove, long now) {
        WantedService none = service.withRunning(false, null).withReplicas(0);
        return remove.volumes() ? none.withTokens(none.tokens().nextRenewal(now)) : none;
    }

    /** Start: the named services and what they depend on. */
    private static WantedProject start(WantedProject before, List<String> names, long now) {
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

    private static WantedProject restart(WantedProject before, Operation.Restart restart, long now) {
        List<String> names = restart.services();
        Collection<String> chosen = names.isEmpty() ? before.services().keySet() : names;
        WantedProject after = each(
                before,
                names,
                service -> service.withRunning(true, restart.stopSeconds())
                        .withTokens(service.tokens().nextRestart(now)));
        return restart.alone() ? after : Wishes.restartDependents(after, new TreeSet<>(chosen), now);
    }

    /** The signal is sent once; SIGKILL also means that the service is not wanted running any more. */
    private static WantedProject kill(WantedProject before, Operation.Kill kill, long now) {
        int signal = Signals.number(kill.signal()).orElse(Signals.KILL);
        SortedMap<String, WantedService> services = new TreeMap<>(before.services());
        services.replaceAll((name, service) -> {
            if (!isHit(kill, service)) {
                return service;
            }
            WantedService killed = service.withTokens(service.tokens().nextKill(signal, now));
            return signal == Signals.KILL && service.oneOff() == null ? killed.withRunning(false, 0L) : killed;
        });
        return before.withServices(services).withOrphans(!kill.removeOrphans());
    }

    /** Whether a kill means the service, or the one whose command a one-off container runs. */
    static boolean isHit(Operation.Kill kill, WantedService service) {
        String name = service.oneOff() == null
                ? service.spec().name()
                : service.oneOff().service();
        return kill.services().isEmpty() || kill.services().contains(name);
    }

    static WantedProject down(WantedProject before, DownAsked asked) {
        return asked.wholeProject() ? whole(before, asked) : remove(before, asked.services(), asked.stopSeconds());
    }

    private static WantedProject whole(WantedProject before, DownAsked asked) {
        SortedMap<String, WantedService> services = new TreeMap<>(before.services());
        services.replaceAll((name, service) -> service.withRunning(false, asked.stopSeconds()));
        return before.withServices(services).goingDown(asked.volumes(), asked.removeOrphans());
    }

    /** Down of some services: they, and what depends on them, keep no container. */
    private static WantedProject remove(WantedProject before, List<String> names, @Nullable Long seconds) {
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

    private static WantedProject each(WantedProject before, List<String> names, UnaryOperator<WantedService> change) {
        SortedMap<String, WantedService> services = new TreeMap<>(before.services());
        services.replaceAll((name, service) -> (names.isEmpty() && service.oneOff() == null) || names.contains(name)
                ? change.apply(service)
                : service);
        return before.withServices(services);
    }
}
