package io.jcompose.spec.encode;

import io.jcompose.spec.Further;
import io.jcompose.spec.Value;
import io.jcompose.spec.decode.MergeKeys;
import io.jcompose.spec.yaml.Node;
import io.jcompose.spec.yaml.Node.ListNode;
import io.jcompose.spec.yaml.Node.MapNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** Lays what the model keeps without records over the tree of the records. */
final class FurtherEncoder {
    /** Lists of which an entry is known by a key. */
    private static final Map<String, Function<Node, String>> KEYS =
            Map.of("volumes", MergeKeys::mount, "ports", MergeKeys::port, "config", MergeKeys::subnet);

    private FurtherEncoder() {}

    static MapNode laidOver(MapNode node, Further further) {
        return maps(node, further.values());
    }

    private static MapNode maps(MapNode node, SortedMap<String, Value> values) {
        MapNode whole = node;
        for (Map.Entry<String, Value> entry : values.entrySet()) {
            String key = entry.getKey();
            // An extension is the user's own: nothing in it is merged by a key.
            whole = whole.with(
                    key,
                    key.startsWith("x-")
                            ? encoded(entry.getValue())
                            : over(key, node.get(key).orElse(Tree.NULL), entry.getValue()));
        }
        return whole;
    }

    private static Node over(String key, Node node, Value value) {
        if (!(value instanceof Value.Fields fields)) {
            return encoded(value);
        }
        Function<Node, String> keyOf = KEYS.get(key);
        if (keyOf != null && (node.isNull() || node instanceof ListNode)) {
            List<Node> items = node instanceof ListNode list ? list.items() : List.of();
            return lists(items, fields.values(), keyOf);
        }
        return maps(node instanceof MapNode map ? map : MapNode.empty(Node.NOWHERE), fields.values());
    }

    /** Entries that no record stands for come last. */
    private static ListNode lists(List<Node> known, SortedMap<String, Value> values, Function<Node, String> keyOf) {
        SortedMap<String, Value> left = new TreeMap<>(values);
        List<Node> items = new ArrayList<>();
        for (Node item : known) {
            Value more = left.remove(keyOf.apply(item));
            items.add(more == null ? item : over("", item, more));
        }
        left.values().forEach(value -> items.add(encoded(value)));
        return new ListNode(Node.NOWHERE, items);
    }

    private static Node encoded(Value value) {
        if (value instanceof Value.Text text) {
            return Tree.string(text.text());
        }
        if (value instanceof Value.Decimal decimal) {
            return Tree.decimal(decimal.number().toPlainString());
        }
        if (value instanceof Value.Flag flag) {
            return Tree.bool(flag.set());
        }
        return value instanceof Value.Items list
                ? Tree.list(list.items(), FurtherEncoder::encoded)
                : Tree.map(((Value.Fields) value).values(), FurtherEncoder::encoded);
    }
}
