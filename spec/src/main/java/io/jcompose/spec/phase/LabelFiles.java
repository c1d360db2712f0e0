package io.jcompose.spec.phase;

import io.jcompose.spec.env.Dotenv;
import io.jcompose.spec.input.Mention;
import io.jcompose.spec.source.TreePath;
import io.jcompose.spec.yaml.Node;
import io.jcompose.spec.yaml.Node.Entry;
import io.jcompose.spec.yaml.Node.Kind;
import io.jcompose.spec.yaml.Node.ListNode;
import io.jcompose.spec.yaml.Node.MapNode;
import io.jcompose.spec.yaml.Node.ScalarNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Folds {@code label_file} into {@code labels}: a later file over an earlier one, and the service's own labels over all. */
final class LabelFiles implements Phase {
    @Override
    public Draft apply(Draft draft, Setting setting) {
        return draft.mapServices((path, service) -> service.get("label_file", ListNode.class)
                .filter(files -> service.get("labels").filter(Node::isNull).isEmpty())
                .map(files -> folded(service, files, TreePath.child(path, "label_file"), setting))
                .orElse(service));
    }

    private static MapNode folded(MapNode service, ListNode files, String path, Setting setting) {
        MapNode own = service.map("labels");
        Map<String, Entry> labels = new LinkedHashMap<>();
        for (int i = 0; i < files.items().size(); i++) {
            Node item = files.items().get(i);
            if (item instanceof ScalarNode file && file.kind() == Kind.STRING) {
                read(file, TreePath.item(path, i), setting)
                        .forEach((key, value) -> labels.put(key, new Entry(value.span(), value)));
            } else {
                String what = "`label_file` must be a path or a list of paths, not of " + item.noun();
                setting.problems().error(item.span(), TreePath.item(path, i), what, null);
            }
        }
        labels.putAll(own.entries());
        MapNode without = service.without("label_file");
        return labels.isEmpty() ? without : without.with("labels", new MapNode(own.span(), labels));
    }

    private static Map<String, ScalarNode> read(ScalarNode file, String where, Setting setting) {
        Optional<Path> path = Paths.absolute(file.text(), file.span(), where, setting);
        if (path.isEmpty()) {
            return Map.of();
        }
        if (!Files.exists(path.get())) {
            setting.problems().error(file.span(), where, "label file " + path.get() + " not found", "create it");
            return Map.of();
        }
        String name = setting.documents().shown(path.get());
        return setting.texts()
                .read(name, path.get(), new Mention(file.span(), where))
                .map(text -> Dotenv.parse(name, text, setting::variable, setting.problems()))
                .orElse(Map.of());
    }
}
