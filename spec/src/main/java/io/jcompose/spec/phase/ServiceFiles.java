package io.jcompose.spec.phase;

import io.jcompose.spec.source.TreePath;
import io.jcompose.spec.yaml.Node;
import io.jcompose.spec.yaml.Node.Kind;
import io.jcompose.spec.yaml.Node.ListNode;
import io.jcompose.spec.yaml.Node.MapNode;
import io.jcompose.spec.yaml.Node.ScalarNode;
import java.util.List;

/** The paths of {@code env_file} and {@code label_file}, made absolute in each form. */
final class ServiceFiles {
    private ServiceFiles() {}

    static MapNode absolute(MapNode service, String path, Setting setting) {
        MapNode changed = service;
        for (String key : List.of("env_file", "label_file")) {
            String where = TreePath.child(path, key);
            if (changed.get(key).isPresent()) {
                changed = changed.with(key, absolute(changed.get(key).orElseThrow(), where, setting));
            }
        }
        return changed;
    }

    private static Node absolute(Node node, String where, Setting setting) {
        if (node instanceof ListNode list) {
            return new ListNode(
                    list.span(),
                    list.items().stream()
                            .map(item -> absolute(item, where, setting))
                            .toList());
        }
        if (node instanceof MapNode map) {
            return map.get("path")
                    .map(path -> map.with("path", absolute(path, where, setting)))
                    .orElse(map);
        }
        ScalarNode scalar = (ScalarNode) node;
        return scalar.kind() != Kind.STRING || scalar.text().isEmpty()
                ? scalar
                : Paths.absolute(scalar.text(), scalar.span(), where, setting)
                        .map(path -> ScalarNode.string(scalar.span(), path.toString()))
                        .orElse(scalar);
    }
}
