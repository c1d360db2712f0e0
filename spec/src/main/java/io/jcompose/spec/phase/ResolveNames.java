package io.jcompose.spec.phase;

import io.jcompose.spec.source.TreePath;
import io.jcompose.spec.yaml.Node;
import io.jcompose.spec.yaml.Node.MapNode;
import io.jcompose.spec.yaml.Node.ScalarNode;
import java.util.List;

/**
 * Looks up what an included project names without a value, in its own variables: names alone in {@code environment}, and
 * the variables of secrets and configs.
 */
final class ResolveNames implements Phase {
    @Override
    public Draft apply(Draft draft, Setting setting) {
        List.of("secrets", "configs").forEach(kind -> granted(draft, kind, setting));
        return draft.mapServices((path, service) -> service.get("environment", MapNode.class)
                .map(environment -> service.with("environment", resolved(environment, draft, setting)))
                .orElse(service));
    }

    private static MapNode resolved(MapNode environment, Draft draft, Setting setting) {
        return environment.mapped((name, value) -> value.isNull()
                ? setting.variable(name, draft)
                        .<Node>map(text -> ScalarNode.string(value.span(), text))
                        .orElse(value)
                : value);
    }

    private static void granted(Draft draft, String kind, Setting setting) {
        MapNode objects = draft.model().map(kind);
        objects.entries()
                .keySet()
                .forEach(key -> objects.map(key)
                        .get("environment", ScalarNode.class)
                        .map(ScalarNode::text)
                        .ifPresent(name -> setting.variable(name, draft)
                                .ifPresent(value ->
                                        setting.composition().granted(TreePath.child(kind, key), name, value))));
    }
}
