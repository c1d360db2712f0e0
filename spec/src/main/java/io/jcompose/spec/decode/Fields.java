package io.jcompose.spec.decode;

import io.jcompose.spec.Further;
import io.jcompose.spec.Value;
import io.jcompose.spec.source.Span;
import io.jcompose.spec.source.TreePath;
import io.jcompose.spec.yaml.Node;
import io.jcompose.spec.yaml.Node.Entry;
import io.jcompose.spec.yaml.Node.ListNode;
import io.jcompose.spec.yaml.Node.MapNode;
import io.jcompose.spec.yaml.Node.ScalarNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * One mapping while it is decoded. Each getter takes its attribute; {@link #further} has those that nobody took and the
 * table knows, and {@link #finish} refuses the rest. A value of the wrong form is reported, and the getter answers as if
 * it were absent.
 */
final class Fields {
    /** Text to a value. */
    interface Reading<T> {
        T read(String text) throws Malformed;
    }

    private final Decoding decoding;
    private final MapNode node;
    private final String path;
    private final Shape shape;
    private final Set<String> taken = new HashSet<>();
    private final Map<String, Fields> children = new TreeMap<>();
    private final SortedMap<String, Value> kept = new TreeMap<>();
    private boolean rested;
    private final Scalars scalars;

    Fields(Decoding decoding, MapNode node, String path, Shape shape) {
        this.decoding = decoding;
        this.node = node;
        this.path = path;
        this.shape = shape;
        this.scalars = new Scalars(decoding.problems());
    }

    Decoding decoding() {
        return decoding;
    }

    String path(String key) {
        return TreePath.child(path, key);
    }

    /** Whether the attribute says something: null is as good as absent. */
    boolean has(String key) {
        return node.get(key).filter(value -> !value.isNull()).isPresent();
    }

    /** The value, empty when it is absent or null. */
    Optional<Node> take(String key) {
        taken.add(key);
        return node.get(key).filter(value -> !value.isNull());
    }

    /** A string; numbers and booleans are refused, as their spelling is lost in other tools. */
    Optional<String> text(String key) {
        return text(key, text -> text);
    }

    <T> Optional<T> text(String key, Reading<T> reading) {
        return take(key).flatMap(value -> string(key, value)).flatMap(text -> read(key, text, reading));
    }

    /** Any scalar. */
    <T> Optional<T> scalar(String key, Reading<T> reading) {
        return take(key).flatMap(value -> {
            if (value instanceof ScalarNode scalar) {
                return read(key, scalar.text(), reading);
            }
            wrong(key, value, "a single value");
            return Optional.empty();
        });
    }

    Optional<Integer> integer(String key, int least, int most) {
        return scalar(key, text -> (int) Quantities.integer(text, least, most));
    }

    boolean flag(String key, boolean otherwise) {
        return scalar(
                        key,
                        text -> Flags.read(
                                text, () -> warn(key, "`" + text + "` is a string in YAML 1.2", "true or false")))
                .orElse(otherwise);
    }

    /** A list of strings. */
    List<String> texts(String key) {
        return strings(key).stream().map(ScalarNode::text).toList();
    }

    /** A list of strings with their places. */
    List<ScalarNode> strings(String key) {
        List<ScalarNode> strings = new ArrayList<>();
        for (Node item : items(key)) {
            string(key, item).ifPresent(text -> strings.add(ScalarNode.string(item.span(), text)));
        }
        return strings;
    }

    /** A list of numbers or strings. */
    List<ScalarNode> scalars(String key) {
        List<ScalarNode> scalars = new ArrayList<>();
        for (Node item : items(key)) {
            if (item instanceof ScalarNode scalar && !scalar.isNull()) {
                scalars.add(scalar);
            } else {
                wrong(key, item, "a string or a number");
            }
        }
        return scalars;
    }

    List<Node> items(String key) {
        Optional<Node> value = take(key);
        if (value.isPresent() && value.get() instanceof ListNode list) {
            return list.items();
        }
        value.ifPresent(node -> wrong(key, node, "a list"));
        return List.of();
    }

    /** Files that a phase has read, or was told to leave alone. */
    void paths(String key) {
        take(key)
                .filter(value -> !(value instanceof ListNode))
                .ifPresent(value -> wrong(key, value, "a path or a list of paths"));
    }

    /** A mapping of texts; numbers and booleans become text, null an empty one. */
    SortedMap<String, String> keyed(String key) {
        return take(key).map(value -> scalars.keyed(key, path(key), value)).orElseGet(Collections::emptySortedMap);
    }

    /** The mapping under {@code key}, empty when absent. Finished with this one. */
    Fields child(String key, Shape shape) {
        Optional<Node> value = take(key);
        value.filter(found -> !(found instanceof MapNode)).ifPresent(found -> wrong(key, found, "a mapping"));
        Fields child = new Fields(decoding, node.map(key), path(key), shape);
        children.put(key, child);
        return child;
    }

    /** The mapping that is an item of the list under {@code key}; to be finished by the caller. */
    Fields item(String key, int index, Node item, Shape shape) {
        String where = TreePath.item(path(key), index);
        if (!(item instanceof MapNode)) {
            problem(item.span(), where, "`" + key + "` must be a list of mappings, not of " + item.noun(), null);
        }
        MapNode map = item instanceof MapNode found ? found : MapNode.empty(item.span());
        Fields fields = new Fields(decoding, map, where, shape);
        return fields;
    }

    /** Decodes each value of a mapping whose keys are names given by the user. Null values count as empty mappings. */
    <T> SortedMap<String, T> each(String key, Shape shape, BiFunction<String, Fields, T> decoder) {
        SortedMap<String, T> values = new TreeMap<>();
        Optional<Node> found = take(key);
        if (found.isPresent() && found.get() instanceof MapNode map) {
            map.entries().forEach((name, entry) -> {
                if (!Names.isKey(name)) {
                    refuseName(key, name, entry);
                } else if (entry.value() instanceof MapNode || entry.value().isNull()) {
                    values.put(name, decodeOne(key, name, entry, shape, decoder));
                } else {
                    problem(
                            entry.value().span(),
                            path(key),
                            "`" + name + "` must be a mapping, not "
                                    + entry.value().noun(),
                            null);
                }
            });
        } else {
            found.ifPresent(node -> wrong(key, node, "a mapping"));
        }
        return Collections.unmodifiableSortedMap(values);
    }

    private <T> T decodeOne(String key, String name, Entry entry, Shape shape, BiFunction<String, Fields, T> decoder) {
        MapNode map = entry.value() instanceof MapNode m ? m : MapNode.empty(entry.keySpan());
        Fields fields = new Fields(decoding, map, TreePath.child(path(key), name), shape);
        T value = decoder.apply(name, fields);
        fields.finish();
        return value;
    }

    private void refuseName(String key, String name, Entry entry) {
        problem(
                entry.keySpan(),
                path(key),
                "`" + name + "` is not a name for one of `" + key + "`",
                "names have letters, digits, `.`, `_` and `-`");
    }

    /** What no decoder took: the rows of the table, and what was kept of parts. To be asked when all else is taken. */
    Further further() {
        if (!rested) {
            rested = true;
            children.forEach((key, child) -> keep(key, child.further()));
            kept.putAll(shape.rest(node, new Place(decoding, "", path), taken));
        }
        return new Further(kept);
    }

    /** The same, with what the user says in {@code x-*} attributes. */
    Further extended() {
        return Extensions.onto(further(), node);
    }

    /** Keeps a value of an attribute that was taken. */
    void keep(String key, Value value) {
        kept.put(key, value);
    }

    /** Keeps what is further about a part of this. */
    void keep(String key, Further part) {
        if (!part.isEmpty()) {
            kept.put(key, new Value.Fields(part.values()));
        }
    }

    /** The same for one of several parts, known by {@code name}. */
    void keep(String key, String name, Further part) {
        if (!part.isEmpty()) {
            SortedMap<String, Value> parts = new TreeMap<>(new Further(kept).fields(key));
            parts.put(name, new Value.Fields(part.values()));
            kept.put(key, new Value.Fields(parts));
        }
    }

    /** Refuses what is no attribute. */
    void finish() {
        further();
        for (Map.Entry<String, Entry> entry : node.entries().entrySet()) {
            String key = entry.getKey();
            if (!taken.contains(key) && !shape.words().contains(key) && !key.startsWith("x-")) {
                shape.unknown(key, entry.getValue().keySpan(), new Place(decoding, key, path));
            }
        }
        shape.refuseSilence(node, new Place(decoding, "", path));
        children.values().forEach(Fields::finish);
    }

    /** Reports something about the value of {@code key}, or about this mapping when it is absent. */
    void error(String key, String message, @Nullable String hint) {
        problem(spanOf(key), path(key), message, hint);
    }

    void problem(Span span, String where, String message, @Nullable String hint) {
        decoding.problems().error(span, where, message, hint);
    }

    void warn(String key, String message, @Nullable String hint) {
        decoding.warn(spanOf(key), path(key), message, hint);
    }

    /** Says that nothing acts on an attribute yet. */
    void unsupported(String key, String message) {
        decoding.unsupported(spanOf(key), path(key), message, null);
    }

    private Span spanOf(String key) {
        Entry entry = node.entries().get(key);
        return entry == null ? node.span() : entry.place();
    }

    <T> Optional<T> read(String key, String text, Reading<T> reading) {
        return read(key, spanOf(key), text, reading);
    }

    <T> Optional<T> read(String key, Span span, String text, Reading<T> reading) {
        try {
            return Optional.of(reading.read(text));
        } catch (Malformed e) {
            problem(span, path(key), "`" + key + "`: " + e.sentence(), e.hint());
            return Optional.empty();
        }
    }

    /** A string that a program can be given. */
    Optional<String> string(String key, Node value) {
        return scalars.string(key, path(key), value);
    }

    private void wrong(String key, Node value, String wanted) {
        problem(value.span(), path(key), "`" + key + "` must be " + wanted + ", not " + value.noun(), null);
    }
}
