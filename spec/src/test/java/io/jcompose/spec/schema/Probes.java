package io.jcompose.spec.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.jcompose.spec.yaml.Node;
import io.jcompose.spec.yaml.Node.Kind;
import io.jcompose.spec.yaml.Node.ListNode;
import io.jcompose.spec.yaml.Node.MapNode;
import io.jcompose.spec.yaml.Node.ScalarNode;
import io.jcompose.spec.yaml.YamlWriter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A small project for each place that the schema has, and each form that a value can have there. */
final class Probes {
    private static final MapNode EMPTY = MapNode.empty(Node.NOWHERE);
    private static final Node NULL = new ScalarNode(Node.NOWHERE, "", Kind.NULL);
    private static final Node ONE = new ScalarNode(Node.NOWHERE, "1", Kind.INT);

    static final List<Node> FORMS = List.of(
            text("a"),
            text("1"),
            text("1s"),
            ONE,
            new ScalarNode(Node.NOWHERE, "1.5", Kind.FLOAT),
            new ScalarNode(Node.NOWHERE, "true", Kind.BOOL),
            NULL,
            list(),
            list(text("a")),
            list(text("a"), text("a")),
            list(ONE),
            list(NULL),
            list(EMPTY),
            EMPTY,
            EMPTY.with("k", text("a")),
            EMPTY.with("k", ONE),
            EMPTY.with("k", NULL),
            EMPTY.with("k", list(text("a"))),
            EMPTY.with("k", EMPTY),
            EMPTY.with("x-a", text("a")));

    /**
     * One project.
     *
     * @param path of the value that is put in, {@code *} for names and {@code []} for items
     */
    record Probe(String path, Node form, MapNode model) {}

    private final JsonNode root;
    private final Set<String> seen = new LinkedHashSet<>();
    private final List<Probe> probes = new ArrayList<>();

    private Probes(JsonNode root) {
        this.root = root;
    }

    static List<Probe> of(JsonNode schema) {
        Probes probes = new Probes(schema);
        probes.walk(schema, "", node -> node);
        return probes.probes;
    }

    private void walk(JsonNode schema, String path, UnaryOperator<Node> place) {
        JsonNode resolved =
                schema.has("$ref") ? root.at(schema.get("$ref").asText().substring(1)) : schema;
        if (!path.isEmpty() && seen.add(path)) {
            for (Node form : FORMS) {
                probes.add(new Probe(path, form, (MapNode) place.apply(form)));
            }
        }
        resolved.path("oneOf").forEach(alternative -> walk(alternative, path, place));
        resolved.path("properties").properties().forEach(property -> {
            MapNode base = Samples.at(path);
            walk(
                    property.getValue(),
                    child(path, property.getKey()),
                    node -> place.apply(base.with(property.getKey(), node)));
        });
        resolved.path("patternProperties").properties().forEach(pattern -> {
            if (!pattern.getKey().equals("^x-")) {
                walk(pattern.getValue(), child(path, "*"), node -> place.apply(EMPTY.with("k", node)));
            }
        });
        if (resolved.has("items")) {
            walk(resolved.get("items"), child(path, "[]"), node -> place.apply(list(node)));
        }
    }

    private static String child(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** In one line. */
    static String shown(Node form) {
        return YamlWriter.write(EMPTY.with("value", form)).replaceAll("\\s+", " ");
    }

    static ScalarNode text(String text) {
        return ScalarNode.string(Node.NOWHERE, text);
    }

    private static ListNode list(Node... items) {
        return new ListNode(Node.NOWHERE, List.of(items));
    }
}
