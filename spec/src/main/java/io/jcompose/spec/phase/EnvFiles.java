package io.jcompose.spec.phase;

import io.jcompose.spec.decode.EnvFileEntry;
import io.jcompose.spec.env.Dotenv;
import io.jcompose.spec.input.Mention;
import io.jcompose.spec.source.TreePath;
import io.jcompose.spec.yaml.Node;
import io.jcompose.spec.yaml.Node.Entry;
import io.jcompose.spec.yaml.Node.ListNode;
import io.jcompose.spec.yaml.Node.MapNode;
import io.jcompose.spec.yaml.Node.ScalarNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Folds {@code env_file} into {@code environment}, and gives names without value that of the project's variables. */
final class EnvFiles implements Phase {
    @Override
    public Draft apply(Draft draft, Setting setting) {
        return draft.mapServices((path, service) -> folded(service, path, draft, setting));
    }

    private static MapNode folded(MapNode service, String path, Draft draft, Setting setting) {
        Node environment = service.get("environment").orElseGet(() -> MapNode.empty(service.span()));
        if (!(environment instanceof MapNode own)) {
            return service;
        }
        Map<String, Entry> all = new LinkedHashMap<>();
        fromFiles(service, own, path, draft, setting)
                .forEach((key, value) -> all.put(key, new Entry(value.span(), value)));
        own.entries().forEach((key, entry) -> {
            Optional<Entry> resolved = resolved(key, entry, draft, setting);
            resolved.ifPresentOrElse(value -> all.put(key, value), () -> all.remove(key));
        });
        boolean read = service.get("env_file", ListNode.class).isPresent();
        MapNode without = read ? service.without("env_file") : service;
        return all.isEmpty()
                ? without.without("environment")
                : without.with("environment", new MapNode(own.span(), all));
    }

    /** A name alone that no variable resolves removes what the files said. */
    private static Optional<Entry> resolved(String key, Entry entry, Draft draft, Setting setting) {
        if (!entry.value().isNull()) {
            return Optional.of(entry);
        }
        return setting.variable(key, draft)
                .map(value -> new Entry(entry.keySpan(), ScalarNode.string(entry.keySpan(), value)));
    }

    private static Map<String, ScalarNode> fromFiles(
            MapNode service, MapNode own, String path, Draft draft, Setting setting) {
        Map<String, ScalarNode> values = new LinkedHashMap<>();
        List<Node> files =
                service.get("env_file", ListNode.class).map(ListNode::items).orElse(List.of());
        for (int i = 0; i < files.size(); i++) {
            String where = TreePath.item(TreePath.child(path, "env_file"), i);
            Function<String, Optional<String>> outer = name -> setting.variable(name, draft)
                    .or(() -> own.get(name).filter(n -> !n.isNull()).map(EnvFiles::text))
                    .or(() -> Optional.ofNullable(values.get(name)).map(ScalarNode::text));
            EnvFileEntry.read(files.get(i), where, setting.problems()).ifPresent(file -> {
                Map<String, ScalarNode> found = parsed(file, where, outer, setting);
                boolean fits = setting.composition().variables(found.size(), file.span(), where, setting.problems());
                values.putAll(fits ? found : Map.of());
            });
        }
        return values;
    }

    private static String text(Node node) {
        return node instanceof ScalarNode scalar ? scalar.text() : "";
    }

    private static Map<String, ScalarNode> parsed(
            EnvFileEntry file, String where, Function<String, Optional<String>> outer, Setting setting) {
        Optional<Path> path = Paths.absolute(file.path(), file.span(), where, setting);
        if (path.isEmpty() || !setting.composition().hasRoomForVariables()) {
            return Map.of();
        }
        if (!Files.exists(path.get())) {
            if (file.required()) {
                setting.problems()
                        .error(
                                file.span(),
                                where,
                                "env file " + path.get() + " not found",
                                "create it, or allow it to be missing with `required: false`");
            }
            return Map.of();
        }
        boolean absolute = file.path().equals(path.get().toString());
        String name = absolute ? setting.documents().shown(path.get()) : file.path();
        return setting.texts()
                .read(name, path.get(), new Mention(file.span(), where))
                .map(text -> file.raw()
                        ? Dotenv.parseRaw(name, text, outer, setting.problems())
                        : Dotenv.parse(name, text, outer, setting.problems()))
                .orElse(Map.of());
    }
}
