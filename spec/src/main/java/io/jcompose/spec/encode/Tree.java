package io.jcompose.spec.encode;

import io.jcompose.spec.yaml.Node;
import io.jcompose.spec.yaml.Node.Entry;
import io.jcompose.spec.yaml.Node.Kind;
import io.jcompose.spec.yaml.Node.ListNode;
import io.jcompose.spec.yaml.Node.MapNode;
import io.jcompose.spec.yaml.Node.ScalarNode;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Builds one mapping, key after key; what says nothing is left out. */
final class Tree {
    static final ScalarNode TRUE = new ScalarNode(Node.NOWHERE, "true", Kind.BOOL);
    static final ScalarNode NULL = new ScalarNode(Node.NOWHERE, "", Kind.NULL);

    private final Map<String, Entry> entries = new LinkedHashMap<>();

    MapNode node() {
        return new MapNode(Node.NOWHERE, entries);
    }

    Tree put(String key, Node value) {
        entries.put(key, new Entry(Node.NOWHERE, value));
        return this;
    }

    Tree put(String key, @Nullable String text) {
        return text == null ? this : put(key, string(text));
    }

    Tree putIf(boolean says, String key, Node value) {
        return says ? put(key, value) : this;
    }

    Tree flag(String key, boolean value) {
        return putIf(value, key, TRUE);
    }

    Tree strings(String key, Collection<String> texts) {
        return putIf(!texts.isEmpty(), key, list(texts, Tree::string));
    }

    Tree keyed(String key, Map<String, String> texts) {
        return putIf(!texts.isEmpty(), key, map(texts, Tree::string));
    }

    Tree putMap(String key, MapNode map) {
        return putIf(!map.entries().isEmpty(), key, map);
    }

    static ScalarNode bool(boolean value) {
        return new ScalarNode(Node.NOWHERE, Boolean.toString(value), Kind.BOOL);
    }

    static ScalarNode string(String text) {
        return ScalarNode.string(Node.NOWHERE, text);
    }

    static ScalarNode number(long value) {
        return new ScalarNode(Node.NOWHERE, Long.toString(value), Kind.INT);
    }

    static ScalarNode decimal(String digits) {
        return new ScalarNode(Node.NOWHERE, digits, digits.contains(".") ? Kind.FLOAT : Kind.INT);
    }

    static <T> ListNode list(Collection<T> values, Function<? super T, ? extends Node> encoder) {
        return new ListNode(Node.NOWHERE, values.stream().<Node>map(encoder).toList());
    }

    static <T> MapNode map(Map<String, T> values, Function<? super T, ? extends Node> encoder) {
        Tree tree = new Tree();
        values.forEach((key, value) -> tree.put(key, encoder.apply(value)));
        return tree.node();
    }
}
