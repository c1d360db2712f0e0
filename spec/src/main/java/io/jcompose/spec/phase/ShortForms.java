package io.jcompose.spec.phase;

import io.jcompose.spec.source.Span;
import io.jcompose.spec.yaml.CoreSchema;
import io.jcompose.spec.yaml.Node;
import io.jcompose.spec.yaml.Node.Entry;
import io.jcompose.spec.yaml.Node.Kind;
import io.jcompose.spec.yaml.Node.ListNode;
import io.jcompose.spec.yaml.Node.MapNode;
import io.jcompose.spec.yaml.Node.ScalarNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Lists in the form that merges, a mapping. What has no such form stays as it is, for the decoder to refuse. */
final class ShortForms {
    private ShortForms() {}

    /** {@code [A=1, B]} to {@code {A: 1, B: null}}. */
    static Node keyValues(Node node) {
        return mapping(node, ShortForms::keyOf, item -> {
            int equals = item.text().indexOf('=');
            return equals < 0
                    ? new ScalarNode(item.span(), "", Kind.NULL)
                    : ScalarNode.string(item.span(), item.text().substring(equals + 1));
        });
    }

    /** {@code ./app} to {@code {context: ./app}}. */
    static Node build(Node node) {
        return node instanceof ScalarNode scalar && scalar.kind() == Kind.STRING
                ? new MapNode(node.span(), Map.of("context", new Entry(node.span(), node)))
                : node;
    }

    /** {@code [a, b]} to {@code {a: null, b: null}}. */
    static Node names(Node node) {
        return mapping(node, ScalarNode::text, item -> new ScalarNode(item.span(), "", Kind.NULL));
    }

    /** {@code [db]} to {@code {db: {condition: service_started, required: true}}}. */
    static Node dependencies(Node node) {
        return mapping(node, ScalarNode::text, item -> dependency(item.span(), false));
    }

    static MapNode dependency(Span span, boolean restart) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        entries.put("condition", new Entry(span, ScalarNode.string(span, "service_started")));
        if (restart) {
            entries.put("restart", new Entry(span, new ScalarNode(span, "true", Kind.BOOL)));
        }
        entries.put("required", new Entry(span, new ScalarNode(span, "true", Kind.BOOL)));
        return new MapNode(span, entries);
    }

    /** {@code {host: [a, b]}} to {@code [host=a, host=b]}; exact doubles are dropped. */
    static Node hosts(Node node) {
        if (node instanceof ListNode list) {
            Set<String> seen = new LinkedHashSet<>();
            return new ListNode(
                    list.span(),
                    list.items().stream()
                            .filter(item -> !(item instanceof ScalarNode scalar) || seen.add(scalar.text()))
                            .toList());
        }
        if (!(node instanceof MapNode map)) {
            return node;
        }
        List<Node> lines = new ArrayList<>();
        map.entries().forEach((host, entry) -> {
            List<Node> addresses = entry.value() instanceof ListNode list ? list.items() : List.of(entry.value());
            for (Node address : addresses) {
                lines.add(
                        address instanceof ScalarNode scalar
                                ? ScalarNode.string(scalar.span(), host + "=" + scalar.text())
                                : address);
            }
        });
        return new ListNode(map.span(), lines);
    }

    private static String keyOf(ScalarNode item) {
        String text = CoreSchema.asText(item);
        int equals = text.indexOf('=');
        return equals < 0 ? text : text.substring(0, equals);
    }

    private static Node mapping(Node node, Function<ScalarNode, String> key, Function<ScalarNode, Node> value) {
        if (!(node instanceof ListNode list)) {
            return node;
        }
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (Node item : list.items()) {
            if (!(item instanceof ScalarNode scalar) || scalar.kind() != Kind.STRING) {
                return node;
            }
            entries.put(key.apply(scalar), new Entry(scalar.span(), value.apply(scalar)));
        }
        return new MapNode(list.span(), entries);
    }
}
