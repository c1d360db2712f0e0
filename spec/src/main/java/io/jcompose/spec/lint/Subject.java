package io.jcompose.spec.lint;

import io.jcompose.spec.Loaded;
import io.jcompose.spec.Service;
import io.jcompose.spec.explain.RawFiles;
import io.jcompose.spec.source.Span;
import io.jcompose.spec.source.TreePath;
import io.jcompose.spec.yaml.Node.MapNode;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * What rules look at.
 *
 * @param loaded the project as it is understood, with the places of its values
 * @param model the tree that it was decoded from
 * @param raw the files as they are written, variables not replaced
 * @param lines the text of the files
 */
record Subject(Loaded loaded, MapNode model, RawFiles raw, SourceLines lines) {
    Collection<Service> services() {
        return loaded.project().services().values();
    }

    /** The merged tree of a service. */
    MapNode tree(Service service) {
        return model.map("services").map(service.name());
    }

    /** The text of each env file and label file by name: what was read and is no YAML document. */
    SortedMap<String, String> envFiles() {
        SortedMap<String, String> files = new TreeMap<>(raw.texts());
        files.putAll(loaded.texts());
        raw.documents().forEach(document -> files.remove(document.span().file()));
        files.keySet().removeAll(loaded.project().files());
        return files;
    }

    static String path(Service service) {
        return TreePath.child("services", service.name());
    }

    /** The services of each file, as they are written, with their tree paths. */
    void eachWritten(BiConsumer<String, MapNode> visitor) {
        for (MapNode document : raw.documents()) {
            document.map("services").entries().forEach((name, entry) -> {
                if (entry.value() instanceof MapNode service) {
                    visitor.accept(TreePath.child("services", name), service);
                }
            });
        }
    }

    /** Whether the scalar at {@code span} is written without quotes. */
    boolean isPlain(Span span) {
        int first = lines.characterAt(span);
        return first >= 0 && "'\"|>!&*".indexOf(first) < 0;
    }
}
