package io.jcompose.spec.explain;

import io.jcompose.spec.env.VariableUse;
import io.jcompose.spec.explain.UsedVariable.Place;
import io.jcompose.spec.source.TreePath;
import io.jcompose.spec.yaml.Node;
import io.jcompose.spec.yaml.Node.ListNode;
import io.jcompose.spec.yaml.Node.MapNode;
import io.jcompose.spec.yaml.Node.ScalarNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Finds the variables that files name in their values. */
public final class UsedVariables {
    private final SortedMap<String, List<Place>> places = new TreeMap<>();

    private UsedVariables() {}

    /** Those of documents as they are written, by name. */
    public static SortedMap<String, UsedVariable> in(Collection<MapNode> documents) {
        UsedVariables search = new UsedVariables();
        documents.forEach(document -> search.node(document, ""));
        SortedMap<String, UsedVariable> found = new TreeMap<>();
        search.places.forEach((name, at) -> found.put(name, new UsedVariable(name, List.copyOf(at))));
        return found;
    }

    private void node(Node node, String path) {
        if (node instanceof MapNode map) {
            map.entries().forEach((key, entry) -> node(entry.value(), TreePath.child(path, key)));
        } else if (node instanceof ListNode list) {
            for (int i = 0; i < list.items().size(); i++) {
                node(list.items().get(i), TreePath.item(path, i));
            }
        } else if (node instanceof ScalarNode scalar && scalar.text().indexOf('$') >= 0) {
            for (VariableUse use : VariableUse.in(scalar.text())) {
                places.computeIfAbsent(use.name(), name -> new ArrayList<>()).add(new Place(scalar.span(), path, use));
            }
        }
    }
}
