package io.jcompose.orchestrator.asked;

import io.jcompose.spec.Service;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which services a command is about.
 *
 * @param services those named; empty for all
 * @param alone without what they depend on
 */
public record Chosen(List<String> services, boolean alone) {
    public static final Chosen ALL = new Chosen(List.of(), false);

    /** Whether nothing is named, or this one is. */
    public boolean names(String service) {
        return services.isEmpty() || services.contains(service);
    }

    /** The names of those of {@code declared} that it is about, sorted. */
    public Set<String> of(Map<String, Service> declared) {
        return of(services.isEmpty() ? declared.keySet() : services, declared);
    }

    private Set<String> of(Collection<String> named, Map<String, Service> declared) {
        Set<String> found = new TreeSet<>();
        Deque<String> open = new ArrayDeque<>(named);
        while (!open.isEmpty()) {
            String name = open.pop();
            Service service = declared.get(name);
            if (service != null && found.add(name) && !alone) {
                open.addAll(service.dependsOn().keySet());
            }
        }
        return found;
    }
}
