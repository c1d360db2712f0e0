package io.jcompose.orchestrator.plan;

import io.jcompose.spec.Mount;
import io.jcompose.spec.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Networks and volumes that the files do not declare any more, but that versions of services need which run on, or to which
 * an update may go back.
 */
public final class Retention {
    private Retention() {}

    /** {@code after} with what its services need of what was declared before. */
    public static WantedProject kept(@Nullable WantedProject before, WantedProject after) {
        if (before == null || before.down() != null) {
            return after;
        }
        return after.with(
                added(before.networks(), after.networks(), needed(after, Retention::networks)),
                added(before.volumes(), after.volumes(), needed(after, Retention::volumes)));
    }

    /** The project with judged services, without what only their versions before needed. */
    public static WantedProject judged(WantedProject project, List<Action.JudgeUpdates.Judgement> judgements) {
        Set<String> networks = new TreeSet<>();
        Set<String> volumes = new TreeSet<>();
        for (Action.JudgeUpdates.Judgement judgement : judgements) {
            Update update = judgement.before().update();
            if (update != null) {
                networks.addAll(networks(update.previous().spec()));
                volumes.addAll(volumes(update.previous().spec()));
            }
        }
        WantedProject after = project.withServices(
                judgements.stream().map(Action.JudgeUpdates.Judgement::after).toList());
        return after.with(
                without(after.networks(), networks, needed(after, Retention::networks)),
                without(after.volumes(), volumes, needed(after, Retention::volumes)));
    }

    private static <T> SortedMap<String, T> added(
            SortedMap<String, T> before, SortedMap<String, T> after, Set<String> needed) {
        SortedMap<String, T> all = new TreeMap<>(after);
        before.forEach((key, one) -> {
            if (needed.contains(key)) {
                all.putIfAbsent(key, one);
            }
        });
        return all;
    }

    private static <T> SortedMap<String, T> without(SortedMap<String, T> all, Set<String> old, Set<String> needed) {
        SortedMap<String, T> left = new TreeMap<>(all);
        left.keySet().removeIf(key -> old.contains(key) && !needed.contains(key));
        return left;
    }

    private static Set<String> needed(WantedProject project, Function<Service, Set<String>> keys) {
        Set<String> needed = new TreeSet<>();
        for (WantedService service : project.services().values()) {
            List<Service> versions = new ArrayList<>(List.of(service.spec()));
            Update update = service.update();
            if (update != null) {
                versions.add(update.previous().spec());
            }
            versions.forEach(version -> needed.addAll(keys.apply(version)));
        }
        return needed;
    }

    private static Set<String> networks(Service service) {
        return service.networks().keySet();
    }

    private static Set<String> volumes(Service service) {
        Set<String> volumes = new TreeSet<>();
        for (Mount mount : service.mounts()) {
            if (mount instanceof Mount.NamedVolume named && named.volume() != null) {
                volumes.add(named.volume());
            }
        }
        return volumes;
    }
}
