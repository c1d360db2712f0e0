package io.jcompose.spec.phase;

import io.jcompose.spec.decode.Malformed;
import io.jcompose.spec.decode.VolumeSyntax;
import io.jcompose.spec.source.Span;
import io.jcompose.spec.source.TreePath;
import io.jcompose.spec.yaml.Node;
import io.jcompose.spec.yaml.Node.Kind;
import io.jcompose.spec.yaml.Node.ListNode;
import io.jcompose.spec.yaml.Node.MapNode;
import io.jcompose.spec.yaml.Node.ScalarNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes the sources of bind mounts absolute. A short bind mount becomes a long one: an absolute path may hold a colon,
 * which the short form cannot say.
 */
final class ResolvePaths implements Phase {
    /** Mounts of all services: each long form takes a kilobyte, and a file could ask for 200,000. */
    private static final long MOST_MOUNTS = 100_000;

    @Override
    public Draft apply(Draft draft, Setting setting) {
        MapNode services = draft.model().map("services");
        if (mounts(services) > MOST_MOUNTS) {
            setting.problems()
                    .error(services.span(), "services", "the services have more than " + MOST_MOUNTS + " volumes");
            return draft.mapServices((path, service) -> service.without("volumes"));
        }
        return draft.withModel(HostPaths.absolute(draft.model(), setting))
                .mapServices(
                        (path, service) -> withMounts(ServiceFiles.absolute(service, path, setting), path, setting));
    }

    private static long mounts(MapNode services) {
        return services.entries().values().stream()
                .map(Node.Entry::value)
                .filter(MapNode.class::isInstance)
                .flatMap(service -> ((MapNode) service).get("volumes", ListNode.class).stream())
                .mapToLong(list -> list.items().size())
                .sum();
    }

    private static MapNode withMounts(MapNode service, String path, Setting setting) {
        return service.get("volumes", ListNode.class)
                .map(list -> service.with("volumes", resolved(list, TreePath.child(path, "volumes"), setting)))
                .orElse(service);
    }

    private static ListNode resolved(ListNode volumes, String path, Setting setting) {
        List<Node> items = new ArrayList<>();
        for (Node item : volumes.items()) {
            String where = TreePath.item(path, items.size());
            items.add(item instanceof MapNode map ? longForm(map, where, setting) : shortForm(item, where, setting));
        }
        return new ListNode(volumes.span(), items);
    }

    private static Node longForm(MapNode mount, String where, Setting setting) {
        boolean bind = mount.get("type", ScalarNode.class)
                .filter(type -> type.text().equals("bind"))
                .isPresent();
        return mount.get("source", ScalarNode.class)
                .filter(source -> bind && source.kind() == Kind.STRING)
                .flatMap(source -> absolute(source.text(), source.span(), where, setting))
                .map(path -> mount.with("source", path))
                .orElse(mount);
    }

    /** What is malformed stays as it is, for the decoder to refuse. */
    private static Node shortForm(Node item, String where, Setting setting) {
        try {
            if (item instanceof ScalarNode scalar) {
                VolumeSyntax volume = VolumeSyntax.parse(scalar.text());
                if (volume.isBind()) {
                    volume.warnOfUnknown(setting.problems(), item.span(), where);
                    return longForm(volume.node(item.span()), where, setting);
                }
            }
            return item;
        } catch (Malformed e) {
            return item;
        }
    }

    private static Optional<ScalarNode> absolute(String source, Span span, String where, Setting setting) {
        if (VolumeSyntax.isOfWindows(source)) {
            return Optional.of(ScalarNode.string(span, source));
        }
        Optional<Path> path = Paths.absolute(source, span, where, setting);
        return path.map(p -> ScalarNode.string(span, p.toString()));
    }
}
