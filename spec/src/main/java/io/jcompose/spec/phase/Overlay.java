package io.jcompose.spec.phase;

import io.jcompose.spec.source.TreePath;
import io.jcompose.spec.yaml.Node;
import io.jcompose.spec.yaml.Node.Entry;
import io.jcompose.spec.yaml.Node.ListNode;
import io.jcompose.spec.yaml.Node.MapNode;
import io.jcompose.spec.yaml.Node.ScalarNode;
import io.jcompose.spec.yaml.Problems;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lays one tree over another (compose-spec, 13-merge). {@link MergeRules} says what is special; else mappings merge key by
 * key, lists are appended, single values are replaced, and null changes nothing.
 */
record Overlay(Problems problems, boolean interpolated) {
    private static final List<String> ROOT = List.of();

    /** A document with short forms that a rule needs in their long form, also where nothing is merged. */
    MapNode normal(MapNode document) {
        return (MapNode) normal(document, ROOT);
    }

    /** {@code over} laid over {@code base}, both normal. */
    MapNode merged(MapNode base, MapNode over) {
        return maps(base, over, ROOT);
    }

    /** A service laid over the one that it extends, both normal. */
    MapNode extended(String name, MapNode base, MapNode over) {
        return maps(base, over, List.of("services", name));
    }

    private Node normal(Node node, List<String> path) {
        Node own = hasOpenKey(node) ? node : MergeRules.at(path).normal(node);
        return own instanceof MapNode map ? map.mapped((key, value) -> normal(value, child(path, key))) : own;
    }

    /** Whether a list would become a mapping with a variable in a key, where nobody looks for one. */
    private boolean hasOpenKey(Node node) {
        return !interpolated
                && node instanceof ListNode list
                && list.items().stream()
                        .anyMatch(item -> item instanceof ScalarNode scalar
                                && scalar.text().split("=", 2)[0].contains("$"));
    }

    private Node merged(Node base, Node over, List<String> path) {
        MergeRule rule = MergeRules.at(path);
        if (over.isNull() && !rule.nullReplaces()) {
            return base;
        }
        if (base.isNull() || over.isNull() || rule.replaces(base, over)) {
            return over;
        }
        if (base instanceof MapNode below && over instanceof MapNode above) {
            return maps(below, above, path);
        }
        if (base instanceof ListNode below && over instanceof ListNode above) {
            List<Node> items = new ArrayList<>(below.items());
            items.addAll(above.items());
            return rule.normal(new ListNode(above.span(), items));
        }
        if (base instanceof ScalarNode) {
            return over;
        }
        mismatch(base, over, path);
        return base;
    }

    private MapNode maps(MapNode base, MapNode over, List<String> path) {
        Map<String, Entry> entries = new LinkedHashMap<>(base.entries());
        over.entries()
                .forEach((key, entry) -> entries.merge(key, entry, (below, above) -> {
                    Node value = merged(below.value(), above.value(), child(path, key));
                    return value.equals(below.value()) ? below : new Entry(above.keySpan(), value);
                }));
        return new MapNode(over.span(), entries);
    }

    private void mismatch(Node base, Node over, List<String> path) {
        String where = path.stream().reduce("", TreePath::child);
        problems.error(
                over.span(),
                where,
                "cannot override " + where + ": it is " + base.noun() + " in " + base.span() + ", and here "
                        + over.noun(),
                "use the same form in both files");
    }

    private static List<String> child(List<String> path, String key) {
        List<String> longer = new ArrayList<>(path);
        longer.add(key);
        return longer;
    }
}
