package io.jcompose.orchestrator.reconcile;

import io.jcompose.orchestrator.plan.Obstacle;
import io.jcompose.orchestrator.plan.WantedProject;
import io.jcompose.orchestrator.plan.WantedService;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whose rest a command waits for: a service that is in trouble is no matter of commands on others.
 *
 * @param version of the wish, or a later one
 * @param others declared services that are not waited for; what nobody declares any more always is
 */
public record Awaited(long version, Set<String> others) {
    /** All of a project. */
    static Awaited all(long version) {
        return new Awaited(version, Set.of());
    }

    /**
     * Of a command on {@code named} services, or on all that are enabled when none is named: these, what it changed
     * besides, and what all of those depend on.
     */
    static Awaited of(Collection<String> named, @Nullable WantedProject before, @Nullable WantedProject after) {
        if (after == null || after.down() != null) {
            return all(after == null ? 0 : after.version());
        }
        Set<String> reached = new TreeSet<>(named.isEmpty() ? after.services().keySet() : named);
        if (named.isEmpty()) {
            reached.removeAll(after.disabled());
        }
        reached.addAll(differing(before, after));
        Deque<String> open = new ArrayDeque<>(reached);
        while (!open.isEmpty()) {
            WantedService service = after.services().get(open.pop());
            if (service != null) {
                needed(service, after).filter(reached::add).forEach(open::add);
            }
        }
        return only(reached, after);
    }

    private static Stream<String> needed(WantedService service, WantedProject project) {
        return service.spec().dependsOn().keySet().stream().filter(name -> {
            WantedService target = project.services().get(name);
            return target != null && service.needs(target);
        });
    }

    /** Of what is wanted otherwise than before, and of nothing that it depends on; all of a project that goes down. */
    static Awaited changed(WantedProject before, WantedProject after) {
        return after.down() == null ? only(differing(before, after), after) : all(after.version());
    }

    private static Awaited only(Set<String> services, WantedProject after) {
        Set<String> others = new TreeSet<>(after.services().keySet());
        others.removeAll(services);
        return new Awaited(after.version(), others);
    }

    private static Set<String> differing(@Nullable WantedProject before, WantedProject after) {
        Set<String> found = new TreeSet<>();
        after.services().forEach((name, service) -> {
            if (!Objects.equals(
                    service, before == null ? null : before.services().get(name))) {
                found.add(name);
            }
        });
        return found;
    }

    /** Whether they will not come further without time or somebody: all is done, or something of theirs is hopeless. */
    boolean restsIn(@Nullable Round round) {
        return round != null
                && isIdleIn(round)
                && (concerning(round.pending()).isEmpty() || !hopelessIn(round).isEmpty());
    }

    /** Whether nothing of theirs is left to do or to wait for. */
    boolean isDoneIn(@Nullable Round round) {
        return round != null && isIdleIn(round) && concerning(round.pending()).isEmpty();
    }

    private boolean isIdleIn(Round round) {
        return round.version() >= version && others.containsAll(round.busy());
    }

    /** What of theirs is hopeless, a sentence each. */
    List<String> hopelessIn(Round round) {
        return concerning(round.hopeless());
    }

    private List<String> concerning(List<Obstacle> obstacles) {
        return obstacles.stream()
                .filter(one -> !others.contains(one.service()))
                .map(Obstacle::text)
                .toList();
    }
}
