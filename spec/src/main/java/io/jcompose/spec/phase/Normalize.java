package io.jcompose.spec.phase;

import io.jcompose.spec.source.Span;
import io.jcompose.spec.source.TreePath;
import io.jcompose.spec.yaml.Node;
import io.jcompose.spec.yaml.Node.Kind;
import io.jcompose.spec.yaml.Node.ListNode;
import io.jcompose.spec.yaml.Node.MapNode;
import io.jcompose.spec.yaml.Node.ScalarNode;
import java.util.List;
import java.util.Optional;

/**
 * Writes out what a file leaves to be understood: the project's name, the network {@code default}, names of resources.
 */
final class Normalize implements Phase {
    private static final String ORIGIN = "x-jcompose";

    @Override
    public Draft apply(Draft draft, Setting setting) {
        Draft services = draft.mapServices((path, service) -> withNetwork(service));
        MapNode model = withDefault(services.model());
        for (String kind : List.of("networks", "volumes", "secrets", "configs")) {
            Optional<MapNode> resources = model.get(kind, MapNode.class);
            model = resources.isPresent()
                    ? model.with(kind, named(resources.get(), kind, draft.name(), setting))
                    : model;
        }
        Node name = ScalarNode.string(model.get("name").map(Node::span).orElse(Node.NOWHERE), draft.name());
        return services.withModel(model.with("name", name).with(ORIGIN, origin(setting)));
    }

    private static MapNode origin(Setting setting) {
        List<Node> files = setting.files().stream()
                .<Node>map(file -> ScalarNode.string(Node.NOWHERE, file))
                .toList();
        return MapNode.empty(Node.NOWHERE)
                .with(
                        "working_dir",
                        ScalarNode.string(Node.NOWHERE, setting.directory().toString()))
                .with("files", new ListNode(Node.NOWHERE, files));
    }

    private static MapNode withNetwork(MapNode service) {
        Node networks = service.get("networks").orElseGet(() -> MapNode.empty(service.span()));
        boolean none = (networks instanceof MapNode map && map.entries().isEmpty())
                || (networks instanceof ListNode list && list.items().isEmpty());
        boolean own = says(service, "network_mode") || says(service, "provider");
        if (!none || own) {
            return service;
        }
        return service.with("networks", MapNode.empty(service.span()).with("default", nothing(service)));
    }

    private static boolean says(MapNode service, String attribute) {
        return service.get(attribute).filter(value -> !value.isNull()).isPresent();
    }

    private static MapNode withDefault(MapNode model) {
        boolean used = model.map("services").entries().values().stream()
                .anyMatch(entry -> entry.value() instanceof MapNode service
                        && service.map("networks").entries().containsKey("default"));
        Node networks = model.get("networks").orElseGet(() -> MapNode.empty(model.span()));
        if (!used || !(networks instanceof MapNode map) || map.entries().containsKey("default")) {
            return model;
        }
        return model.with("networks", map.with("default", MapNode.empty(Node.NOWHERE)));
    }

    private static MapNode named(MapNode resources, String kind, String project, Setting setting) {
        return resources.mapped((key, value) -> {
            if (!(value instanceof MapNode) && !value.isNull()) {
                return value;
            }
            MapNode resource = value instanceof MapNode map ? map : MapNode.empty(value.span());
            return named(resource, key, TreePath.child(kind, key), project, setting);
        });
    }

    private static MapNode named(MapNode resource, String key, String path, String project, Setting setting) {
        MapNode current = resource;
        Optional<MapNode> old = resource.get("external", MapNode.class);
        if (old.isPresent()) {
            Span span = old.get().span();
            setting.problems()
                    .warn(
                            span,
                            path + ".external",
                            "`external.name` is deprecated",
                            "write `external: true` and `name:`");
            current = current.with("external", new ScalarNode(span, "true", Kind.BOOL));
            current = renamed(current, old.get(), path, setting);
            old.get().entries().forEach((other, entry) -> onlyName(other, entry, path, setting));
        }
        if (current.get("name").isPresent()) {
            return current;
        }
        boolean isExternal = current.get("external", ScalarNode.class)
                .filter(flag -> flag.text().equalsIgnoreCase("true"))
                .isPresent();
        return current.with("name", ScalarNode.string(current.span(), isExternal ? key : project + "_" + key));
    }

    private static void onlyName(String key, Node.Entry entry, String path, Setting setting) {
        if (!key.equals("name") && !key.startsWith("x-")) {
            String message = "`" + key + "` is not an attribute of `external`";
            setting.problems().error(entry.keySpan(), path + ".external." + key, message, "only `name` is");
        }
    }

    private static MapNode renamed(MapNode resource, MapNode external, String path, Setting setting) {
        Optional<Node> name = external.get("name");
        if (name.isPresent() && resource.get("name").isPresent()) {
            setting.problems()
                    .error(
                            name.get().span(),
                            path + ".external.name",
                            "`name` and `external.name` are both given",
                            "remove `external.name`");
        }
        return name.isPresent() ? resource.with("name", name.get()) : resource;
    }

    private static ScalarNode nothing(MapNode at) {
        return new ScalarNode(at.span(), "", Kind.NULL);
    }
}
