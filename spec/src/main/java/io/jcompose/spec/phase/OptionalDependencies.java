package io.jcompose.spec.phase;

import io.jcompose.spec.decode.Nearest;
import io.jcompose.spec.source.TreePath;
import io.jcompose.spec.yaml.Node;
import io.jcompose.spec.yaml.Node.MapNode;
import io.jcompose.spec.yaml.Node.ScalarNode;
import java.util.Map;
import java.util.Set;

/** Drops dependencies with {@code required: false} on services that are not there, so that nothing waits for them. */
final class OptionalDependencies implements Phase {
    @Override
    public Draft apply(Draft draft, Setting setting) {
        Set<String> active = draft.model().map("services").entries().keySet();
        return draft.mapServices((path, service) -> service.get("depends_on", MapNode.class)
                .map(all -> service.with(
                        "depends_on", kept(all, TreePath.child(path, "depends_on"), active, draft, setting)))
                .orElse(service));
    }

    private static MapNode kept(MapNode all, String path, Set<String> active, Draft draft, Setting setting) {
        for (Map.Entry<String, Node.Entry> entry : all.entries().entrySet()) {
            String name = entry.getKey();
            boolean unknown =
                    !active.contains(name) && !draft.disabled().entries().containsKey(name);
            if (unknown && isOptional(entry.getValue().value())) {
                setting.problems()
                        .warn(
                                entry.getValue().keySpan(),
                                TreePath.child(path, name),
                                "there is no service `" + name + "` to depend on",
                                Nearest.hint(name, active).orElse(null));
            }
        }
        return all.filtered(name -> active.contains(name) || !isOptional(all.map(name)));
    }

    private static boolean isOptional(Node dependency) {
        return dependency instanceof MapNode map
                && map.get("required", ScalarNode.class)
                        .filter(flag -> flag.text().equalsIgnoreCase("false"))
                        .isPresent();
    }
}
