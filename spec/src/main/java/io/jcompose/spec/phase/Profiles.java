package io.jcompose.spec.phase;

import io.jcompose.spec.decode.Nearest;
import io.jcompose.spec.yaml.Document;
import io.jcompose.spec.yaml.Node.ListNode;
import io.jcompose.spec.yaml.Node.MapNode;
import io.jcompose.spec.yaml.Node.ScalarNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

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
        Predicate<String> enabled = name -> isActive(profiles(services.map(name)), active);
        MapNode disabled = services.filtered(enabled.negate());
        if (disabled.entries().isEmpty()) {
            return draft;
        }
        MapNode model = draft.model().with("services", services.filtered(enabled));
        return new Draft(List.of(Document.of(model)), draft.name(), disabled);
    }

    private static boolean isActive(List<String> own, Set<String> active) {
        return own.isEmpty() || active.contains("*") || own.stream().anyMatch(active::contains);
    }

    private static List<String> profiles(MapNode service) {
        return service.get("profiles", ListNode.class).stream()
                .flatMap(list -> list.items().stream())
                .filter(ScalarNode.class::isInstance)
                .map(item -> ((ScalarNode) item).text())
                .toList();
    }
}
