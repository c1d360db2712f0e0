package io.jcompose.spec;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Attributes that are read, checked and kept, but nothing acts on yet. They are told apart by their place in the file:
 * {@code deploy} holds {@code restart_policy}. What belongs to one entry of a list stands under that entry's key, as
 * {@code volumes} holds {@code /data}, and that {@code bind}.
 *
 * @param values canonical values by attribute, immutable
 */
public record Further(SortedMap<String, Value> values) {
    public static final Further NONE = new Further(new TreeMap<>());

    public Further {
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** The value at the end of a path of at least one key. Rounds of the planner ask often: nothing is copied. */
    public Optional<Value> at(String... path) {
        Value found = values.get(path[0]);
        for (int i = 1; i < path.length; i++) {
            found = found instanceof Value.Fields fields ? fields.values().get(path[i]) : null;
        }
        return Optional.ofNullable(found);
    }

    /** With {@code value} at the end of a path of keys. */
    public Further with(Value value, String... path) {
        String first = path[0];
        SortedMap<String, Value> more = new TreeMap<>(values);
        more.put(
                first,
                path.length == 1
                        ? value
                        : new Value.Fields(new Further(fields(first))
                                .with(value, Arrays.copyOfRange(path, 1, path.length))
                                .values()));
        return new Further(more);
    }

    public Further without(String key) {
        SortedMap<String, Value> fewer = new TreeMap<>(values);
        fewer.remove(key);
        return new Further(fewer);
    }

    /** The text at the end of a path of keys. */
    public Optional<String> text(String... path) {
        return at(path).filter(Value.Text.class::isInstance).map(value -> ((Value.Text) value).text());
    }

    /** The items of the list at the end of a path of keys. */
    public List<Value> items(String... path) {
        return at(path).filter(Value.Items.class::isInstance)
                .map(value -> ((Value.Items) value).items())
                .orElse(List.of());
    }

    /** The fields of the mapping at the end of a path of keys. */
    public SortedMap<String, Value> fields(String... path) {
        return at(path).filter(Value.Fields.class::isInstance)
                .map(value -> ((Value.Fields) value).values())
                .orElseGet(Collections::emptySortedMap);
    }
}
