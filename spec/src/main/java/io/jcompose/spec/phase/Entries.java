package io.jcompose.spec.phase;

import io.jcompose.spec.decode.Nearest;
import io.jcompose.spec.source.TreePath;
import io.jcompose.spec.yaml.Node;
import io.jcompose.spec.yaml.Node.Kind;
import io.jcompose.spec.yaml.Node.ListNode;
import io.jcompose.spec.yaml.Node.MapNode;
import io.jcompose.spec.yaml.Node.ScalarNode;
import io.jcompose.spec.yaml.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the two small mappings that composition itself needs, {@code include} and {@code extends}. */
record Entries(MapNode map, String path, Problems problems) {
    /** The text under {@code key}; empty when it is absent, and a problem when it is no text. */
    Optional<ScalarNode> text(String key) {
        return value(key).flatMap(value -> text(value, TreePath.child(path, key)));
    }

    /** One text or a list of them. */
    List<ScalarNode> texts(String key) {
        String where = TreePath.child(path, key);
        Optional<Node> value = value(key);
        List<Node> items = value.isPresent() && value.get() instanceof ListNode list
                ? list.items()
                : value.map(List::of).orElse(List.of());
        List<ScalarNode> texts = new ArrayList<>();
        items.forEach(item -> text(item, where).ifPresent(texts::add));
        return texts;
    }

    boolean has(String key) {
        return value(key).isPresent();
    }

    /** A problem for each key that is none of {@code words}. */
    void only(Set<String> words, String noun) {
        map.entries().forEach((key, entry) -> {
            if (!words.contains(key) && !key.startsWith("x-")) {
                String message = "`" + key + "` is not an attribute of " + noun;
                String hint = Nearest.hint(key, words).orElse(null);
                problems.error(entry.keySpan(), TreePath.child(path, key), message, hint);
            }
        });
    }

    Optional<ScalarNode> text(Node value, String where) {
        if (value instanceof ScalarNode scalar
                && scalar.kind() == Kind.STRING
                && !scalar.text().isEmpty()) {
            return Optional.of(scalar);
        }
        String found = value instanceof ScalarNode scalar && scalar.kind() == Kind.STRING ? "empty" : value.noun();
        String name = where.substring(where.lastIndexOf('.') + 1);
        problems.error(value.span(), where, "`" + name + "` must be a string, not " + found, null);
        return Optional.empty();
    }

    private Optional<Node> value(String key) {
        return map.get(key);
    }
}
