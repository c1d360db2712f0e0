package io.jcompose.spec.phase;

import io.jcompose.spec.yaml.Node;
import io.jcompose.spec.yaml.Node.Entry;
import io.jcompose.spec.yaml.Node.ListNode;
import io.jcompose.spec.yaml.Node.MapNode;
import io.jcompose.spec.yaml.Node.ScalarNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes out what a service leaves to be understood: of its build the context, the Dockerfile, values of arguments, and the
 * name of the image; of its hooks the image.
 */
final class ServiceDefaults implements Phase {
    @Override
    public Draft apply(Draft draft, Setting setting) {
        String project = draft.name();
        return draft.mapServices((path, service) -> withHooks(withBuild(service, path, project, setting)));
    }

    private static MapNode withBuild(MapNode service, String path, String project, Setting setting) {
        return service.get("build", MapNode.class)
                .map(build -> named(service.with("build", completed(build, setting)), path, project))
                .orElse(service);
    }

    /** A container that runs before the service's has the service's image. */
    private static MapNode withHooks(MapNode service) {
        Optional<ListNode> hooks = service.get("pre_start", ListNode.class);
        Optional<Node> image = service.get("image").filter(written -> !written.isNull());
        if (hooks.isEmpty() || image.isEmpty()) {
            return service;
        }
        List<Node> items = hooks.get().items().stream()
                .map(item ->
                        item instanceof MapNode hook && !says(hook, "image") ? hook.with("image", image.get()) : item)
                .toList();
        return service.with("pre_start", new ListNode(hooks.get().span(), items));
    }

    private static MapNode completed(MapNode build, Setting setting) {
        MapNode whole = says(build, "context") ? build : with(build, "context", ".");
        if (!says(whole, "dockerfile") && !says(whole, "dockerfile_inline")) {
            whole = with(whole, "dockerfile", "Dockerfile");
        }
        Optional<MapNode> args = whole.get("args", MapNode.class);
        return args.isPresent() ? whole.with("args", resolved(args.get(), setting)) : whole;
    }

    /** An argument without a value has that of the variable, and is left out when there is none. */
    private static MapNode resolved(MapNode args, Setting setting) {
        Map<String, Entry> known = new LinkedHashMap<>();
        args.entries().forEach((name, entry) -> {
            if (!entry.value().isNull()) {
                known.put(name, entry);
            } else {
                setting.variable(name)
                        .ifPresent(value ->
                                known.put(name, new Entry(entry.keySpan(), ScalarNode.string(entry.keySpan(), value))));
            }
        });
        return new MapNode(args.span(), known);
    }

    private static MapNode named(MapNode service, String path, String project) {
        String name = path.substring("services.".length());
        return says(service, "image") ? service : with(service, "image", project + "-" + name);
    }

    /** Also nothing is an answer, which is refused later. */
    private static boolean says(MapNode map, String key) {
        return map.get(key).isPresent();
    }

    private static MapNode with(MapNode map, String key, String text) {
        return map.with(key, ScalarNode.string(map.span(), text));
    }
}
