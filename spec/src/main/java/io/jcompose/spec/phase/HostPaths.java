package io.jcompose.spec.phase;

import io.jcompose.spec.source.TreePath;
import io.jcompose.spec.yaml.Node;
import io.jcompose.spec.yaml.Node.Kind;
import io.jcompose.spec.yaml.Node.ListNode;
import io.jcompose.spec.yaml.Node.MapNode;
import io.jcompose.spec.yaml.Node.ScalarNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Makes the paths of the host absolute that stand alone as a value; {@link ResolvePaths} knows those inside of mounts. */
final class HostPaths {
    /** By tree path; {@code *} stands for any key or item. */
    private static final List<List<String>> TABLE = List.of(
            List.of("services", "*", "build", "context"),
            List.of("services", "*", "build", "additional_contexts", "*"),
            List.of("services", "*", "build", "ssh", "*"),
            List.of("services", "*", "develop", "watch", "*", "path"),
            List.of("secrets", "*", "file"),
            List.of("configs", "*", "file"));

    /** Contexts that a builder fetches from elsewhere. */
    private static final Pattern ELSEWHERE = Pattern.compile(".*://.*|service:.*|github\\.com/.*|git@.*");

    private HostPaths() {}

    static MapNode absolute(MapNode model, Setting setting) {
        MapNode resolved = model;
        for (List<String> pattern : TABLE) {
            resolved = (MapNode) resolved(resolved, pattern, "", setting);
        }
        return resolved.get("volumes", MapNode.class).isPresent()
                ? resolved.with("volumes", resolved.map("volumes").mapped((key, node) -> bound(key, node, setting)))
                : resolved;
    }

    private static Node resolved(Node node, List<String> pattern, String path, Setting setting) {
        if (pattern.isEmpty()) {
            return node instanceof ScalarNode scalar ? resolved(scalar, path, setting) : node;
        }
        List<String> rest = pattern.subList(1, pattern.size());
        String step = pattern.get(0);
        if (node instanceof MapNode map) {
            boolean any = step.equals("*");
            return any || map.entries().containsKey(step)
                    ? map.mapped((key, value) ->
                            any || key.equals(step) ? resolved(value, rest, TreePath.child(path, key), setting) : value)
                    : map;
        }
        if (node instanceof ListNode list && step.equals("*")) {
            List<Node> items = new ArrayList<>();
            list.items().forEach(item -> items.add(resolved(item, rest, TreePath.item(path, items.size()), setting)));
            return new ListNode(list.span(), items);
        }
        return node;
    }

    private static Node resolved(ScalarNode scalar, String path, Setting setting) {
        boolean says = scalar.kind() == Kind.STRING && !scalar.text().isEmpty();
        if (!says || ELSEWHERE.matcher(scalar.text()).matches()) {
            return scalar;
        }
        return Paths.absolute(scalar.text(), scalar.span(), path, setting)
                .<Node>map(absolute -> ScalarNode.string(scalar.span(), absolute.toString()))
                .orElse(scalar);
    }

    /** A local volume with {@code o: bind} is a directory of the host by another name. */
    private static Node bound(String key, Node node, Setting setting) {
        if (!(node instanceof MapNode volume)) {
            return node;
        }
        MapNode options = volume.map("driver_opts");
        boolean binds = options.get("o", ScalarNode.class)
                .filter(o -> List.of(o.text().split(",")).contains("bind"))
                .isPresent();
        boolean local = volume.get("driver", ScalarNode.class)
                .filter(driver -> !driver.isNull() && !driver.text().equals("local"))
                .isEmpty();
        return options.get("device", ScalarNode.class)
                .filter(device -> binds && local)
                .map(device -> resolved(device, "volumes." + key + ".driver_opts.device", setting))
                .<Node>map(device -> volume.with("driver_opts", options.with("device", device)))
                .orElse(volume);
    }
}
