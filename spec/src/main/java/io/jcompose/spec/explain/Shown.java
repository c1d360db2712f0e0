package io.jcompose.spec.explain;

import io.jcompose.spec.source.Span;
import io.jcompose.spec.yaml.CoreSchema;
import io.jcompose.spec.yaml.JsonWriter;
import io.jcompose.spec.yaml.Node;
import io.jcompose.spec.yaml.Node.ListNode;
import io.jcompose.spec.yaml.Node.MapNode;
import io.jcompose.spec.yaml.Node.ScalarNode;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Trees as explanations show and compare them. */
final class Shown {
    private Shown() {}

    /** A single value as its text, another one as JSON. */
    static String text(Node node) {
        if (node instanceof ScalarNode scalar) {
            return scalar.isNull() ? "null" : CoreSchema.asText(scalar);
        }
        return JsonWriter.write(node, false);
    }

    /** The places of all single values in a tree. */
    static Set<Span> places(Node node) {
        Set<Span> places = new HashSet<>();
        collect(node, places);
        return places;
    }

    private static void collect(Node node, Set<Span> places) {
        if (node instanceof MapNode map) {
            map.entries().values().forEach(entry -> collect(entry.value(), places));
        } else if (node instanceof ListNode list) {
            list.items().forEach(item -> collect(item, places));
        } else {
            places.add(node.span());
        }
    }

    /** The outermost item of a list, anywhere in the tree, that stands at {@code span}. */
    static Optional<Node> itemAt(Node node, Span span) {
        if (node instanceof ListNode list) {
            for (Node item : list.items()) {
                Optional<Node> found = item.span().equals(span) ? Optional.of(item) : itemAt(item, span);
                if (found.isPresent()) {
                    return found;
                }
            }
        } else if (node instanceof MapNode map) {
            return map.entries().values().stream()
                    .flatMap(entry -> itemAt(entry.value(), span).stream())
                    .findFirst();
        }
        return Optional.empty();
    }
}
