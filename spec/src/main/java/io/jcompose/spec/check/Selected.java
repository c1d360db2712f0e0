package io.jcompose.spec.check;

import io.jcompose.spec.Project;
import io.jcompose.spec.Service;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** Narrows a project to some services and all that they depend on. */
public final class Selected {
    private Selected() {}

    /** The named services with their dependencies, and what these use; the whole project when none is named. */
    public static Project of(Project project, Collection<String> names) {
        if (names.isEmpty()) {
            return project;
        }
        SortedMap<String, Service> kept = withDependencies(
                project.services(), names, service -> service.dependsOn().keySet());
        return Unused.dropped(project.withServices(Collections.unmodifiableSortedMap(kept)));
    }

    /** The entries of {@code all} with the names, and those that they lead to. */
    public static <T> SortedMap<String, T> withDependencies(
            Map<String, T> all, Collection<String> names, Function<T, Collection<String>> dependencies) {
        SortedMap<String, T> kept = new TreeMap<>();
        Deque<String> open = new ArrayDeque<>(names);
        while (!open.isEmpty()) {
            String name = open.pop();
            T service = all.get(name);
            if (service != null && kept.put(name, service) == null) {
                open.addAll(dependencies.apply(service));
            }
        }
        return kept;
    }
}
