package io.jcompose.spec.change;

import io.jcompose.spec.Service;
import io.jcompose.spec.source.TreePath;
import io.jcompose.spec.yaml.JsonWriter;
import io.jcompose.spec.yaml.Node;
import io.jcompose.spec.yaml.Node.MapNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One field that differs.
 *
 * @param path within the service, as {@code environment.DB_HOST}
 * @param before canonical JSON text, empty when the field is new; {@code ***} for a secret
 * @param after canonical JSON text, empty when the field is gone; {@code ***} for a secret
 */
public record Difference(String path, String before, String after) {
    /**
     * The fields of {@code before} and {@code after} that differ among those that {@link Fingerprint} counts, by path. A
     * list is one field, but for secrets and configs, whose grants stand under their targets. Secrets are not shown: the
     * values of variables whose names say so, passwords in addresses, digests of secrets' contents.
     */
    public static List<Difference> between(Service before, Service after) {
        Map<String, String> old = new TreeMap<>();
        Map<String, String> current = new TreeMap<>();
        flatten("", Counted.of(before), old);
        flatten("", Counted.of(after), current);
        return between(old, current);
    }

    static List<Difference> between(Map<String, String> old, Map<String, String> current) {
        TreeSet<String> paths = new TreeSet<>(old.keySet());
        paths.addAll(current.keySet());
        return paths.stream()
                .map(path -> new Difference(path, old.getOrDefault(path, ""), current.getOrDefault(path, "")))
                .filter(difference -> !difference.before().equals(difference.after()))
                .map(Difference::redacted)
                .toList();
    }

    /** In a line: {@code environment.DB_HOST "a" -> "b"}. */
    public String text() {
        return path + " " + (before.isEmpty() ? "nothing" : before) + " -> " + (after.isEmpty() ? "nothing" : after);
    }

    private Difference redacted() {
        return new Difference(path, Redaction.of(path, before), Redaction.of(path, after));
    }

    private static void flatten(String path, Node node, Map<String, String> fields) {
        if (node instanceof MapNode map && !map.entries().isEmpty()) {
            map.entries().forEach((key, entry) -> flatten(TreePath.child(path, key), entry.value(), fields));
        } else {
            fields.put(path, JsonWriter.write(node, false));
        }
    }
}
