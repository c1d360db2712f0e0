package io.jcompose.orchestrator.watch;

import io.jcompose.orchestrator.watch.Task.Copy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** What follows from changed files: rules and changes in, tasks out. Pure. */
public final class Decision {
    private final Set<String> rebuilds = new TreeSet<>();
    private final Set<String> restarts = new TreeSet<>();
    private final Map<String, Map<String, Copy>> copies = new TreeMap<>();
    private final Set<Task.Exec> commands = new LinkedHashSet<>();

    private Decision() {}

    /**
     * The tasks in the order in which they are to be done: images first, as new containers need files copied too; then
     * copies; then whoever reads files when it starts, or is told.
     */
    public static List<Task> of(List<Trigger> triggers, SortedMap<Path, Change> changes) {
        Decision decision = new Decision();
        for (Trigger trigger : triggers) {
            changes.forEach((path, change) -> decision.consider(trigger, path, change));
        }
        return decision.tasks();
    }

    /** Everything that is to be in the containers when the watch begins. */
    public static List<Task> first(List<Trigger> triggers, SortedMap<Path, Change> all) {
        Decision decision = new Decision();
        for (Trigger trigger : triggers) {
            if (trigger.initialSync() && trigger.action().copies()) {
                all.forEach((path, change) ->
                        trigger.place(path).ifPresent(place -> decision.copy(trigger, path, change, place)));
            }
        }
        return decision.tasks();
    }

    private void consider(Trigger trigger, Path path, Change change) {
        trigger.place(path).ifPresent(place -> {
            Trigger.Action action = trigger.action();
            if (action == Trigger.Action.REBUILD) {
                rebuilds.add(trigger.service());
            }
            if (action.restarts()) {
                restarts.add(trigger.service());
            }
            if (action.copies()) {
                copy(trigger, path, change, place);
            }
            Trigger.Hook hook = trigger.exec();
            if (action == Trigger.Action.SYNC_EXEC && hook != null) {
                commands.add(new Task.Exec(trigger.service(), hook));
            }
        });
    }

    private void copy(Trigger trigger, Path path, Change change, String place) {
        copies.computeIfAbsent(trigger.service(), service -> new TreeMap<>()).put(place, new Copy(path, change, place));
    }

    /** Containers that are new have been started just now. */
    private List<Task> tasks() {
        List<Task> tasks = new ArrayList<>();
        if (!rebuilds.isEmpty()) {
            tasks.add(new Task.Rebuild(List.copyOf(rebuilds)));
        }
        copies.forEach((service, ones) -> tasks.add(new Task.Sync(service, List.copyOf(ones.values()))));
        restarts.removeIf(service -> rebuilds.contains(service) && !copies.containsKey(service));
        if (!restarts.isEmpty()) {
            tasks.add(new Task.Restart(List.copyOf(restarts)));
        }
        tasks.addAll(commands);
        return tasks;
    }
}
