package io.jcompose.spec.phase;

import io.jcompose.spec.yaml.Node;
import io.jcompose.spec.yaml.Node.MapNode;
import io.jcompose.spec.yaml.Node.ScalarNode;

/** Gives the names without value in {@code environment} those of an included project's own variables. */
final class ResolveNames implements Phase {
    @Override
    public Draft apply(Draft draft, Setting setting) {
        return draft.mapServices((path, service) -> service.get("environment", MapNode.class)
                .map(environment -> service.with("environment", resolved(environment, setting)))
                .orElse(service));
    }

    private static MapNode resolved(MapNode environment, Setting setting) {
        return environment.mapped((name, value) -> value.isNull()
                ? setting.variable(name)
                        .<Node>map(text -> ScalarNode.string(value.span(), text))
                        .orElse(value)
                : value);
    }
}
