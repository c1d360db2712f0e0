package io.jcompose.spec.decode;

import io.jcompose.spec.Value;
import io.jcompose.spec.source.Span;
import io.jcompose.spec.yaml.Node.Entry;
import io.jcompose.spec.yaml.Node.MapNode;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The attributes of one kind of mapping: those that a decoder takes into a record, by name only, and a row for each
 * other. What is in neither is a typo.
 */
final class Shape {
    /** Attributes that may have no value, and then say that the image's counts, or nothing. */
    private static final Set<String> SILENT = Set.of("command", "deploy", "develop", "entrypoint", "pid");

    private final String noun;
    private final Set<String> words;
    private final Map<String, Attribute> rows;

    private Shape(String noun, Set<String> words, Map<String, Attribute> rows) {
        this.noun = noun;
        this.words = Collections.unmodifiableSet(words);
        this.rows = Collections.unmodifiableMap(rows);
    }

    /**
     * A table.
     *
     * @param noun for a sentence: {@code a service}
     * @param acted names of attributes that a decoder takes, separated by blanks
     */
    static Shape of(String noun, String acted, Attribute... attributes) {
        Map<String, Attribute> rows = new LinkedHashMap<>();
        Arrays.stream(attributes).forEach(row -> rows.put(row.name(), row));
        Set<String> words = new TreeSet<>(rows.keySet());
        words.addAll(Arrays.asList(acted.strip().split("\\s+")));
        words.remove("");
        return new Shape(noun, words, rows);
    }

    String noun() {
        return noun;
    }

    /** The names of all attributes. */
    Set<String> words() {
        return words;
    }

    /** Reads a whole mapping, for which there is no decoder. */
    SortedMap<String, Value> read(MapNode map, Place place) {
        map.entries().forEach((key, entry) -> {
            if (!words.contains(key) && !key.startsWith("x-")) {
                unknown(key, entry.keySpan(), place);
            }
        });
        refuseSilence(map, place);
        return rest(map, place, Set.of());
    }

    /** Reads the attributes of a mapping that have rows and are not {@code taken}. */
    SortedMap<String, Value> rest(MapNode map, Place place, Set<String> taken) {
        SortedMap<String, Value> values = new TreeMap<>();
        for (Attribute row : rows.values()) {
            Entry entry = map.entries().get(row.name());
            if (taken.contains(row.name())) {
                continue;
            }
            if (entry != null && !entry.value().isNull()) {
                row.form()
                        .read(entry.value(), place.child(row.name()))
                        .ifPresent(value -> values.put(row.name(), told(row, entry, value, place)));
            } else if (row.required()) {
                place.error(map.span(), noun + " misses its `" + row.name() + "`", null);
            }
        }
        return values;
    }

    /** Refuses a known attribute without a value, as of a line whose value was commented out. */
    void refuseSilence(MapNode map, Place place) {
        map.entries().forEach((key, entry) -> {
            Attribute row = rows.get(key);
            boolean missed = row != null && row.required();
            if (entry.value().isNull() && words.contains(key) && !SILENT.contains(key) && !missed) {
                place.child(key)
                        .error(entry.place(), "`" + key + "` has no value", "give it one, or remove `" + key + "`");
            }
        });
    }

    private static Value told(Attribute row, Entry entry, Value value, Place place) {
        String path = place.child(row.name()).path();
        switch (row.level()) {
            case KEPT -> {}
            case LATER -> place.decoding().unsupported(entry.keySpan(), path, notBuilt(row.name()), null);
            case NO_EFFECT -> {
                // Who switches it off misses nothing.
                if (!value.equals(Value.of(false))) {
                    place.decoding()
                            .warn(
                                    entry.keySpan(),
                                    path,
                                    "`" + row.name() + "` has no effect here: " + row.note(),
                                    null);
                }
            }
        }
        return value;
    }

    /** The sentence about an attribute that waits for its builders. */
    static String notBuilt(String what) {
        return "`" + what + "` is understood, but jcompose does not act on it yet";
    }

    void unknown(String key, Span span, Place place) {
        boolean room = place.decoding().problems().hasRoom();
        String hint = room ? Nearest.hint(key, words).orElse(null) : null;
        place.decoding()
                .problems()
                .error(span, place.child(key).path(), "`" + key + "` is not an attribute of " + noun, hint);
    }
}
