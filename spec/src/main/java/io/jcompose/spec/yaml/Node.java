package io.jcompose.spec.yaml;

import io.jcompose.spec.source.Span;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/** A value in a file, with its place. Immutable: a phase makes a new tree. */
public sealed interface Node {
    /** The place of nodes that were never written. */
    Span NOWHERE = Span.NOWHERE;

    Span span();

    /** What it is, for a sentence: {@code a mapping}. */
    String noun();

    default boolean isNull() {
        return this instanceof ScalarNode scalar && scalar.kind() == Kind.NULL;
    }

    /** The types of YAML 1.2's core schema. */
    enum Kind {
        STRING("a string"),
        INT("a number"),
        FLOAT("a number"),
        BOOL("a boolean"),
        NULL("nothing");

        private final String noun;

        Kind(String noun) {
            this.noun = noun;
        }
    }

    /** One key of a mapping: the key's place and its value. */
    record Entry(Span keySpan, Node value) {
        /** The place that a reader looks for: of a scalar the value, else the key above it. */
        public Span place() {
            return value instanceof ScalarNode scalar && !scalar.isNull() ? scalar.span() : keySpan;
        }
    }

    /** Keys in the order of the file; no key twice. */
    record MapNode(Span span, Map<String, Entry> entries) implements Node {
        public MapNode {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }

        public static MapNode empty(Span span) {
            return new MapNode(span, Map.of());
        }

        public Optional<Node> get(String key) {
            return Optional.ofNullable(entries.get(key)).map(Entry::value);
        }

        /** The mapping under {@code key}, empty when there is none. */
        public MapNode map(String key) {
            return get(key, MapNode.class).orElseGet(() -> empty(span));
        }

        /** The value when it is of that form. */
        public <T extends Node> Optional<T> get(String key, Class<T> form) {
            return get(key).filter(form::isInstance).map(form::cast);
        }

        /** With {@code key} set; a known key keeps its place and position. */
        public MapNode with(String key, Node value) {
            Map<String, Entry> changed = new LinkedHashMap<>(entries);
            Entry before = entries.get(key);
            changed.put(key, new Entry(before == null ? value.span() : before.keySpan(), value));
            return new MapNode(span, changed);
        }

        /** With each value replaced; keys keep their places. */
        public MapNode mapped(BiFunction<String, Node, Node> change) {
            Map<String, Entry> changed = new LinkedHashMap<>();
            entries.forEach((key, entry) ->
                    changed.put(key, new Entry(entry.keySpan(), change.apply(key, entry.value()))));
            return new MapNode(span, changed);
        }

        /** With the keys that pass. */
        public MapNode filtered(Predicate<String> keep) {
            Map<String, Entry> kept = new LinkedHashMap<>(entries);
            kept.keySet().removeIf(keep.negate());
            return new MapNode(span, kept);
        }

        public MapNode without(String key) {
            Map<String, Entry> changed = new LinkedHashMap<>(entries);
            changed.remove(key);
            return new MapNode(span, changed);
        }

        @Override
        public String noun() {
            return "a mapping";
        }
    }

    /** Items in order. */
    record ListNode(Span span, List<Node> items) implements Node {
        public ListNode {
            items = List.copyOf(items);
        }

        @Override
        public String noun() {
            return "a list";
        }
    }

    /** A single value. {@code text} is as written, quotes and escapes resolved. */
    record ScalarNode(Span span, String text, Kind kind) implements Node {
        public static ScalarNode string(Span span, String text) {
            return new ScalarNode(span, text, Kind.STRING);
        }

        @Override
        public String noun() {
            return kind.noun;
        }
    }
}
