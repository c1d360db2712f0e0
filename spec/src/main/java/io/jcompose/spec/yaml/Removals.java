package io.jcompose.spec.yaml;

import io.jcompose.spec.yaml.Node.Entry;
import io.jcompose.spec.yaml.Node.MapNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the tags {@code !reset} and {@code !override} of a document take away from the documents that it is laid over
 * (compose-spec, 13-merge). A tree of keys, shared where aliases share nodes.
 *
 * @param whole whether the value itself goes
 * @param below by key, what goes within the value
 */
public record Removals(boolean whole, Map<String, Removals> below) {
    public static final Removals NONE = new Removals(false, Map.of());

    public Removals {
        below = Map.copyOf(below);
    }

    /** Those within the keys given; keys without any are left out. */
    static Removals within(Map<String, Removals> keys) {
        Map<String, Removals> some = new HashMap<>(keys);
        some.values().removeIf(Removals::none);
        return some.isEmpty() ? NONE : new Removals(false, some);
    }

    public boolean none() {
        return !whole && below.isEmpty();
    }

    /** What goes within the value of {@code key}. */
    public Removals at(String key) {
        return below.getOrDefault(key, NONE);
    }

    Removals andWhole() {
        return new Removals(true, below);
    }

    /** Those inside of the value, which itself stays: what it includes or extends is its own. */
    public Removals inside() {
        return whole ? new Removals(false, below) : this;
    }

    /** {@code base} without what goes. Items of lists stay: they have no key. */
    public MapNode from(MapNode base) {
        if (whole) {
            return MapNode.empty(base.span());
        }
        if (below.keySet().stream().noneMatch(base.entries()::containsKey)) {
            return base;
        }
        Map<String, Entry> kept = new LinkedHashMap<>();
        base.entries().forEach((key, entry) -> {
            Removals removals = at(key);
            if (!removals.whole && entry.value() instanceof MapNode map) {
                kept.put(key, new Entry(entry.keySpan(), removals.from(map)));
            } else if (!removals.whole) {
                kept.put(key, entry);
            }
        });
        return new MapNode(base.span(), kept);
    }
}
