package io.jcompose.spec.phase;

import io.jcompose.spec.decode.Nearest;
import io.jcompose.spec.yaml.Node.ListNode;
import io.jcompose.spec.yaml.Node.MapNode;
import io.jcompose.spec.yaml.Node.ScalarNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Sets aside the services that no active profile enables (compose-spec, 15-profiles). */
final class Profiles implements Phase {
    @Override
    public Draft apply(Draft draft, Setting setting) {
        MapNode services = draft.model().map("services");
        Set<String> active = new HashSet<>(setting.profiles());
        for (String name : setting.named()) {
            if (services.entries().containsKey(name)) {
                active.addAll(profiles(services.map(name)));
            } else {
                Set<String> known = services.entries().keySet();
                setting.problems()
                        .error(
                                null,
                                "services",
                                "no such service: " + name,
                                Nearest.hint(name, known).orElse(null));
            }
        }
        MapNode enabled = services;
        MapNode disabled = draft.disabled();
        for (var entry : services.entries().entrySet()) {
            List<String> own = profiles(services.map(entry.getKey()));
            if (!own.isEmpty() && !active.contains("*") && own.stream().noneMatch(active::contains)) {
                enabled = enabled.without(entry.getKey());
                disabled = disabled.with(entry.getKey(), entry.getValue().value());
            }
        }
        if (disabled.entries().isEmpty()) {
            return draft;
        }
        return new Draft(List.of(draft.model().with("services", enabled)), draft.name(), disabled);
    }

    private static List<String> profiles(MapNode service) {
        return service.get("profiles", ListNode.class).stream()
                .flatMap(list -> list.items().stream())
                .filter(ScalarNode.class::isInstance)
                .map(item -> ((ScalarNode) item).text())
                .toList();
    }
}
