package io.jcompose.spec.decode;

import io.jcompose.spec.source.Span;
import io.jcompose.spec.source.TreePath;
import io.jcompose.spec.yaml.Node;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a value stands while a {@link Form} reads it.
 *
 * @param key the attribute, for sentences
 * @param path its tree path
 */
record Place(Decoding decoding, String key, String path) {
    Place child(String name) {
        return new Place(decoding, name, TreePath.child(path, name));
    }

    /** An item of a list is told by the name of the list. */
    Place item(int index) {
        return new Place(decoding, key, TreePath.item(path, index));
    }

    void error(Span span, String message, @Nullable String hint) {
        decoding.problems().error(span, path, message, hint);
    }

    void wrong(Node node, String wanted) {
        error(node.span(), "`" + key + "` must be " + wanted + ", not " + node.noun(), null);
    }

    <T> Optional<T> read(Span span, String text, Fields.Reading<T> reading) {
        try {
            return Optional.of(reading.read(text));
        } catch (Malformed e) {
            error(span, "`" + key + "`: " + e.sentence(), e.hint());
            return Optional.empty();
        }
    }
}
