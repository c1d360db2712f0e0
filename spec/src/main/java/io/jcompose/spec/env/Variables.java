package io.jcompose.spec.env;

import io.jcompose.spec.source.Span;
import io.jcompose.spec.yaml.Node.ScalarNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The variables of a project, and where each was set.
 *
 * @param values by name
 * @param places of those that an env file set; the others are the process environment's
 */
public record Variables(Map<String, String> values, Map<String, Span> places) {
    public Variables {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        places = Collections.unmodifiableMap(new LinkedHashMap<>(places));
    }

    public Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** Where an env file set {@code name}; empty for the process environment. */
    public Optional<Span> place(String name) {
        return Optional.ofNullable(places.get(name));
    }

    /** With those of an env file that are not set yet. */
    public Variables and(Map<String, ScalarNode> further) {
        Map<String, String> all = new LinkedHashMap<>(values);
        Map<String, Span> known = new LinkedHashMap<>(places);
        further.forEach((name, value) -> {
            if (all.putIfAbsent(name, value.text()) == null) {
                known.put(name, value.span());
            }
        });
        return new Variables(all, known);
    }
}
