package io.jcompose.spec.change;

import io.jcompose.spec.Network;
import io.jcompose.spec.Volume;
import io.jcompose.spec.encode.ProjectEncoder;
import io.jcompose.spec.source.TreePath;
import io.jcompose.spec.yaml.JsonWriter;
import io.jcompose.spec.yaml.Node;
import io.jcompose.spec.yaml.Node.ListNode;
import io.jcompose.spec.yaml.Node.MapNode;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What networks and volumes are made with: all that the file says of them but their names and extensions. Fields are told
 * by path, as {@code ipam.config[0].subnet}, each with its canonical JSON.
 */
public final class Configuration {
    private Configuration() {}

    public static SortedMap<String, String> of(Network network) {
        return counted(ProjectEncoder.network(network));
    }

    public static SortedMap<String, String> of(Volume volume) {
        return counted(ProjectEncoder.volume(volume));
    }

    /** The fields that differ, by path. */
    public static List<Difference> between(SortedMap<String, String> before, SortedMap<String, String> after) {
        return Difference.between(before, after);
    }

    private static SortedMap<String, String> counted(MapNode tree) {
        SortedMap<String, String> fields = new TreeMap<>();
        MapNode counted = tree.filtered(key -> !key.equals("name") && !key.equals("external") && !key.startsWith("x-"));
        flatten("", counted, fields);
        return fields;
    }

    private static void flatten(String path, Node node, Map<String, String> fields) {
        if (node instanceof MapNode map) {
            map.entries().forEach((key, entry) -> flatten(TreePath.child(path, key), entry.value(), fields));
        } else if (node instanceof ListNode list) {
            for (int i = 0; i < list.items().size(); i++) {
                flatten(path + "[" + i + "]", list.items().get(i), fields);
            }
        } else {
            fields.put(path, JsonWriter.write(node, false));
        }
    }
}
