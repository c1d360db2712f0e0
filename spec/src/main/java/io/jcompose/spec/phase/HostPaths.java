package io.jcompose.spec.phase;

import io.jcompose.spec.source.TreePath;
import io.jcompose.spec.yaml.CoreSchema;
import io.jcompose.spec.yaml.Node;
import io.jcompose.spec.yaml.Node.Kind;
import io.jcompose.spec.yaml.Node.ListNode;
import io.jcompose.spec.yaml.Node.MapNode;
import io.jcompose.spec.yaml.Node.ScalarNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/** Makes the paths of the host absolute that stand alone as a value; {@link ResolvePaths} knows those inside of mounts. */
final class HostPaths {
    private static final List<String> WATCHED = List.of("services", "*", "develop", "watch", "*", "path");

    /** By tree path; {@code *} stands for any key or item. */
    private static final List<List<String>> TABLE = List.of(
            List.of("services", "*", "build", "context"),
            List.of("services", "*", "build", "additional_contexts", "*"),
            List.of("services", "*", "build", "ssh", "*"),
            WATCHED,
            List.of("secrets", "*", "file"),
            List.of("configs", "*", "file"));

    /** Contexts that a builder fetches from elsewhere. */
    private static final Pattern ELSEWHERE = Pattern.compile(".*://.*|service:.*|github\\.com/.*|git@.*");

    private HostPaths() {}

    static MapNode absolute(MapNode model, Setting setting) {
        MapNode resolved = model;
        for (List<String> pattern : TABLE) {
            boolean keyed = pattern.get(pattern.size() - 1).equals("*");
            resolved = (MapNode) resolved(
                    resolved,
                    pattern,
                    "",
                    (path, where) -> keyed || path.kind() == Kind.STRING ? resolved(path, where, setting) : path);
        }
        resolved = (MapNode) resolved(resolved, WATCHED, "", (path, where) -> followed(path, where, setting));
        return resolved.get("volumes", MapNode.class).isPresent()
                ? resolved.with("volumes", resolved.map("volumes").mapped((key, node) -> bound(key, node, setting)))
                : resolved;
    }

    private static Node resolved(
            Node node, List<String> pattern, String path, BiFunction<ScalarNode, String, Node> change) {
        if (pattern.isEmpty()) {
            return node instanceof ScalarNode scalar ? change.apply(scalar, path) : node;
        }
        List<String> rest = pattern.subList(1, pattern.size());
        String step = pattern.get(0);
        if (node instanceof MapNode map) {
            boolean any = step.equals("*");
            return any || map.entries().containsKey(step)
                    ? map.mapped((key, value) ->
                            any || key.equals(step) ? resolved(value, rest, TreePath.child(path, key), change) : value)
                    : map;
        }
        if (node instanceof ListNode list && step.equals("*") && !rest.isEmpty()) {
            List<Node> items = new ArrayList<>();
            list.items().forEach(item -> items.add(resolved(item, rest, TreePath.item(path, items.size()), change)));
            return new ListNode(list.span(), items);
        }
        return node;
    }

    /** A value of a mapping of texts may be written as a number. */
    private static Node resolved(ScalarNode scalar, String path, Setting setting) {
        String text = CoreSchema.asText(scalar);
        if (scalar.isNull() || text.isEmpty() || ELSEWHERE.matcher(text).matches()) {
            return scalar;
        }
        return Paths.absolute(text, scalar.span(), path, setting)
                .<Node>map(absolute -> ScalarNode.string(scalar.span(), absolute.toString()))
                .orElse(scalar);
    }

    /** A watch sees the files behind a link, not the link: the first one in the path is followed, as compose-go does. */
    private static Node followed(ScalarNode scalar, String path, Setting setting) {
        if (!scalar.text().startsWith("/")) {
            return scalar; // not a path, and reported
        }
        Path whole = Path.of(scalar.text());
        for (int i = 1; i <= whole.getNameCount(); i++) {
            Path part = whole.getRoot().resolve(whole.subpath(0, i));
            if (Files.isSymbolicLink(part)) {
                return followed(scalar, part, part.relativize(whole), path, setting);
            }
        }
        return scalar;
    }

    private static Node followed(ScalarNode scalar, Path link, Path rest, String path, Setting setting) {
        try {
            Path target = link.toRealPath();
            Path whole = rest.toString().isEmpty() ? target : target.resolve(rest);
            return ScalarNode.string(scalar.span(), whole.toString());
        } catch (IOException e) {
            setting.problems()
                    .error(
                            scalar.span(),
                            path,
                            "cannot watch " + scalar.text() + ": the link " + link + " leads nowhere");
            return scalar;
        }
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
