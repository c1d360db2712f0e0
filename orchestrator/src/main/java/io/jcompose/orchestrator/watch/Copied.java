package io.jcompose.orchestrator.watch;

import io.jcompose.orchestrator.watch.Task.Copy;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What was copied into the containers of services: a container that comes later, since another one was replaced or more are
 * wanted, may lack all of it. A new image may hold some of it, or nothing. Pure.
 */
public final class Copied {
    private final Map<String, Map<String, Copy>> copies = new HashMap<>();
    private final Map<String, Set<String>> complete = new HashMap<>();

    /** These containers have what their image has, and need no more. */
    public void begin(String service, Collection<String> containers) {
        complete.put(service, new HashSet<>(containers));
    }

    /** Remembers copies: what a container gets that comes later. */
    public void add(String service, List<Copy> more) {
        Map<String, Copy> all = copies.computeIfAbsent(service, name -> new TreeMap<>());
        more.forEach(copy -> all.put(copy.target(), copy));
    }

    /** What a container has to get now, and then has: what is new, or all. */
    public List<Copy> due(String service, String container, List<Copy> fresh) {
        boolean known =
                complete.computeIfAbsent(service, name -> new HashSet<>()).add(container);
        return known ? List.copyOf(copies.getOrDefault(service, Map.of()).values()) : fresh;
    }

    /** Something went wrong with a container: it gets all of it the next time. */
    public void failed(String service, String container) {
        complete.getOrDefault(service, new HashSet<>()).remove(container);
    }

    /** The same for all containers of a service. */
    public void failed(String service) {
        complete.remove(service);
    }

    /** Whether the container was never brought up to date, and there is something to bring. */
    public boolean lacks(String service, String container) {
        return copies.containsKey(service)
                && !complete.getOrDefault(service, Set.of()).contains(container);
    }
}
