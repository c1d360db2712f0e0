package io.jcompose.spec.decode;

import io.jcompose.spec.Value;
import io.jcompose.spec.yaml.Node;
import io.jcompose.spec.yaml.Node.Kind;
import io.jcompose.spec.yaml.Node.ListNode;
import io.jcompose.spec.yaml.Node.MapNode;
import io.jcompose.spec.yaml.Node.ScalarNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The forms that attributes are made of. */
final class Forms {
    /** A string: numbers and booleans are refused, as other tools do not keep their spelling. */
    static final Form TEXT = text(text -> text);

    /** A string or a number, as a text. */
    static final Form LOOSE = (node, place) -> {
        if (node instanceof ScalarNode scalar && scalar.kind() == Kind.BOOL) {
            place.wrong(node, "a string or a number");
            return Optional.empty();
        }
        return scalar(Value::of).read(node, place);
    };

    static final Form FLAG = (node, place) -> single(
            node,
            place,
            text -> Value.of(Flags.read(
                    text,
                    () -> place.decoding()
                            .warn(
                                    node.span(),
                                    place.path(),
                                    "`" + text + "` is a string in YAML 1.2",
                                    "true or false"))));

    /** A size in bytes. */
    static final Form BYTES = scalar(text -> Value.of(Long.toString(Quantities.bytes(text))));

    /** A size in bytes, or -1 for no limit. */
    static final Form BYTES_OR_UNLIMITED =
            scalar(text -> Value.of(text.equals("-1") ? text : Long.toString(Quantities.bytes(text))));

    static final Form DURATION = scalar(text -> Value.of(Durations.print(Durations.parse(text))));

    /** Microseconds: a number, or a duration. */
    static final Form MICROSECONDS = scalar(text -> Value.of(
            text.matches("[-+]?[0-9]+")
                    ? Quantities.integer(text, -1, Long.MAX_VALUE)
                    : Durations.parse(text).toNanos() / 1_000));

    /** Permission bits, in octal. */
    static final Form MODE = scalar(text -> Value.of(String.format("%04o", Quantities.mode(text))));

    /** A mapping of texts, or a list of {@code KEY=VALUE}; a key alone has an empty text. */
    static final Form TEXTS_BY_KEY =
            (node, place) -> Optional.of(keyed(node, place)).filter(value -> !value.isEmpty());

    /** A mapping of strings. */
    static final Form STRINGS_IN_MAPPING = inMapping("a string", Kind.STRING);

    /** Options of a driver: strings and numbers. */
    static final Form OPTIONS = inMapping("a string or a number", Kind.STRING, Kind.INT, Kind.FLOAT);

    /** The same, where an option may be named without a value. */
    static final Form OPTIONS_OR_NAMES =
            inMapping("a string or a number", Kind.STRING, Kind.INT, Kind.FLOAT, Kind.NULL);

    /** A mapping of any single values. */
    static final Form TEXTS_IN_MAPPING = inMapping("a text", Kind.values());

    /** A list of strings. */
    static final Form TEXTS = list(TEXT);

    /** A string, or a list of strings. */
    static final Form TEXT_OR_TEXTS = oneOrMore(TEXT);

    private Forms() {}

    static Form text(Fields.Reading<String> reading) {
        return (node, place) -> scalars(place)
                .string(place.key(), place.path(), node)
                .flatMap(text -> place.read(node.span(), text, reading))
                .map(Value::of);
    }

    /** Any single value. */
    static Form scalar(Fields.Reading<Value> reading) {
        return (node, place) -> single(node, place, reading);
    }

    static Form integer(long least, long most) {
        return scalar(text -> Value.of(Quantities.integer(text, least, most)));
    }

    static Form decimal(long least, long most) {
        return scalar(text ->
                new Value.Decimal(Quantities.decimal(text, BigDecimal.valueOf(least), BigDecimal.valueOf(most))));
    }

    static Form oneOf(String... words) {
        return text(text -> {
            List<String> known = List.of(words);
            if (!known.contains(text)) {
                throw new Malformed(
                        "unknown value `" + text + "`",
                        Nearest.hint(text, known).orElse("`" + String.join("`, `", known) + "`"));
            }
            return text;
        });
    }

    static Form list(Form item) {
        return (node, place) -> {
            if (!(node instanceof ListNode list)) {
                place.wrong(node, "a list");
                return Optional.empty();
            }
            List<Value> values = new ArrayList<>();
            for (int i = 0; i < list.items().size(); i++) {
                item.read(list.items().get(i), place.item(i)).ifPresent(values::add);
            }
            return Optional.<Value>of(new Value.Items(values)).filter(value -> !value.isEmpty());
        };
    }

    /** A mapping of texts, which has no other form, and whose values are {@code wanted}. */
    private static Form inMapping(String wanted, Kind... kinds) {
        return (node, place) -> {
            if (!(node instanceof MapNode map)) {
                place.wrong(node, "a mapping");
                return Optional.empty();
            }
            map.entries().forEach((name, entry) -> {
                if (entry.value() instanceof ScalarNode scalar
                        && !List.of(kinds).contains(scalar.kind())) {
                    place.child(name).wrong(scalar, wanted);
                }
            });
            return TEXTS_BY_KEY.read(node, place);
        };
    }

    /** A list in which a value counts once. */
    static Form unique(Form item) {
        return (node, place) -> list(item)
                .read(node, place)
                .map(value -> new Value.Items(List.copyOf(new LinkedHashSet<>(((Value.Items) value).items()))));
    }

    /** A list, or a single value that stands for a list of one; a value counts once. */
    static Form oneOrMore(Form item) {
        return (node, place) ->
                unique(item).read(node instanceof ScalarNode ? new ListNode(node.span(), List.of(node)) : node, place);
    }

    static Form fields(Shape shape) {
        return (node, place) -> {
            if (!(node instanceof MapNode map)) {
                place.wrong(node, "a mapping");
                return Optional.empty();
            }
            return Optional.of(Value.of(shape.read(map, place)));
        };
    }

    /** The same, where a mapping that says nothing is as good as absent. */
    static Form someFields(Shape shape) {
        return (node, place) -> fields(shape).read(node, place).filter(value -> !value.isEmpty());
    }

    /** Values by names that the user chose. */
    static Form named(Form value) {
        return (node, place) -> {
            if (!(node instanceof MapNode map)) {
                place.wrong(node, "a mapping");
                return Optional.empty();
            }
            SortedMap<String, Value> values = new TreeMap<>();
            for (Map.Entry<String, Node.Entry> entry : map.entries().entrySet()) {
                String name = entry.getKey();
                if (Names.isKey(name)) {
                    value.read(entry.getValue().value(), place.child(name)).ifPresent(found -> values.put(name, found));
                } else {
                    place.error(
                            entry.getValue().keySpan(),
                            "`" + name + "` is not a name for one of `" + place.key() + "`",
                            "names have letters, digits, `.`, `_` and `-`");
                }
            }
            return Optional.<Value>of(new Value.Fields(values)).filter(found -> !found.isEmpty());
        };
    }

    /** A short form, a single value, or a long one. */
    static Form either(Form shortForm, Form longForm) {
        return (node, place) -> (node instanceof ScalarNode ? shortForm : longForm).read(node, place);
    }

    private static Scalars scalars(Place place) {
        return new Scalars(place.decoding().problems());
    }

    private static Optional<Value> single(Node node, Place place, Fields.Reading<Value> reading) {
        if (node instanceof ScalarNode scalar && !scalar.isNull()) {
            return scalars(place)
                    .printable(place.key(), place.path(), scalar, scalar.text())
                    .flatMap(text -> place.read(node.span(), text, reading));
        }
        place.wrong(node, "a single value");
        return Optional.empty();
    }

    private static Value keyed(Node node, Place place) {
        Node map = node instanceof ListNode list ? mapping(list) : node;
        SortedMap<String, Value> values = new TreeMap<>();
        scalars(place).keyed(place.key(), place.path(), map).forEach((key, text) -> values.put(key, Value.of(text)));
        return new Value.Fields(values);
    }

    /** What is not a list of texts stays as it is, to be refused. */
    private static Node mapping(ListNode list) {
        MapNode map = MapNode.empty(list.span());
        for (Node item : list.items()) {
            if (!(item instanceof ScalarNode scalar) || scalar.kind() != Kind.STRING) {
                return list;
            }
            String text = scalar.text();
            int equals = text.indexOf('=');
            String key = equals < 0 ? text : text.substring(0, equals);
            map = map.with(key, ScalarNode.string(item.span(), equals < 0 ? "" : text.substring(equals + 1)));
        }
        return map;
    }
}
