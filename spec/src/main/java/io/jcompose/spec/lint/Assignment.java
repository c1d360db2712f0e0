package io.jcompose.spec.lint;

import io.jcompose.spec.source.Span;
import io.jcompose.spec.source.TreePath;
import io.jcompose.spec.yaml.CoreSchema;
import io.jcompose.spec.yaml.Node;
import io.jcompose.spec.yaml.Node.Entry;
import io.jcompose.spec.yaml.Node.ListNode;
import io.jcompose.spec.yaml.Node.MapNode;
import io.jcompose.spec.yaml.Node.ScalarNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One name with a value, from either form of environment, labels and args.
 *
 * @param value as written, empty for a name alone
 * @param given whether there is a value, perhaps an empty one
 * @param inList whether it was written {@code NAME=VALUE}
 */
record Assignment(String name, String value, boolean given, Span span, String path, boolean inList) {
    /** Those under {@code key} of a mapping. */
    static List<Assignment> of(MapNode parent, String parentPath, String key) {
        String path = TreePath.child(parentPath, key);
        List<Assignment> found = new ArrayList<>();
        Node node = parent.get(key).orElse(null);
        if (node instanceof MapNode map) {
            for (Map.Entry<String, Entry> entry : map.entries().entrySet()) {
                if (entry.getValue().value() instanceof ScalarNode scalar) {
                    String below = TreePath.child(path, entry.getKey());
                    Span span = entry.getValue().place();
                    found.add(new Assignment(
                            entry.getKey(), CoreSchema.asText(scalar), !scalar.isNull(), span, below, false));
                }
            }
        } else if (node instanceof ListNode list) {
            for (Node item : list.items()) {
                if (item instanceof ScalarNode scalar) {
                    found.add(ofText(scalar, path));
                }
            }
        }
        return found;
    }

    private static Assignment ofText(ScalarNode scalar, String path) {
        int equals = scalar.text().indexOf('=');
        String name = equals < 0 ? scalar.text() : scalar.text().substring(0, equals);
        String value = equals < 0 ? "" : scalar.text().substring(equals + 1);
        return new Assignment(name, value, equals >= 0, scalar.span(), TreePath.child(path, name), true);
    }
}
