package io.jcompose.spec.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jcompose.spec.yaml.CoreSchema;
import io.jcompose.spec.yaml.Node;
import io.jcompose.spec.yaml.Node.Kind;
import io.jcompose.spec.yaml.Node.ListNode;
import io.jcompose.spec.yaml.Node.MapNode;
import io.jcompose.spec.yaml.Node.ScalarNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A model as JSON, after what compose-go does to it before its schema: strings cast ({@link Casts}), and of entries of a
 * list that mean one thing the last kept (override/uncity.go), which has refusals of its own.
 *
 * @param refusals empty when the schema is to be asked
 */
record Prepared(JsonNode json, List<String> refusals) {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> TEXTS = List.of(
            "networks.*.labels",
            "services.*.annotations",
            "services.*.build.args",
            "services.*.build.additional_contexts",
            "services.*.build.tags",
            "services.*.build.labels",
            "services.*.cap_add",
            "services.*.cap_drop",
            "services.*.deploy.labels",
            "services.*.dns",
            "services.*.dns_opt",
            "services.*.dns_search",
            "services.*.environment",
            "services.*.labels",
            "services.*.links",
            "services.*.networks.*.aliases",
            "services.*.networks.*.link_local_ips",
            "services.*.profiles",
            "services.*.sysctls",
            "services.*.tmpfs");
    private static final List<String> TARGETED = List.of("services.*.volumes", "services.*.devices");
    private static final List<String> UNIQUE =
            List.of("services.*.configs", "services.*.secrets", "services.*.env_file", "services.*.ports");
    private static final String EXPOSE = "services.*.expose";

    static Prepared of(MapNode model) {
        List<String> refusals = new ArrayList<>();
        return new Prepared(json(model, List.of(), refusals), List.copyOf(refusals));
    }

    private static JsonNode json(Node node, List<String> path, List<String> refusals) {
        if (node instanceof MapNode map) {
            ObjectNode object = JSON.objectNode();
            map.entries().forEach((key, entry) -> object.set(key, json(entry.value(), child(path, key), refusals)));
            return object;
        }
        if (node instanceof ListNode list) {
            ArrayNode array = JSON.arrayNode();
            onceEach(list.items(), path, refusals).forEach(item -> array.add(json(item, child(path, "[]"), refusals)));
            return array;
        }
        Casts.Cast cast = Casts.apply(path, (ScalarNode) node);
        if (cast.failed()) {
            refusals.add(path + ": failed to cast to expected type");
            return JSON.nullNode();
        }
        return scalar(cast.node(), path, refusals);
    }

    private static JsonNode scalar(ScalarNode scalar, List<String> path, List<String> refusals) {
        return switch (scalar.kind()) {
            case STRING -> JSON.textNode(scalar.text());
            case BOOL -> JSON.booleanNode(scalar.text().equalsIgnoreCase("true"));
            case NULL -> JSON.nullNode();
            case INT, FLOAT -> number(CoreSchema.asText(scalar), path, refusals);
        };
    }

    /** As Go writes it: a whole number has no fraction. */
    private static JsonNode number(String text, List<String> path, List<String> refusals) {
        if (text.endsWith("Inf") || text.equals("NaN")) {
            refusals.add(path + ": unsupported value");
            return JSON.nullNode();
        }
        BigDecimal number = new BigDecimal(text);
        return number.stripTrailingZeros().scale() <= 0 && number.precision() - number.scale() < 22
                ? JSON.numberNode(number.toBigInteger())
                : JSON.numberNode(number);
    }

    private static List<Node> onceEach(List<Node> items, List<String> path, List<String> refusals) {
        if (isOneOf(TEXTS, path)) {
            return last(items, item -> text(item, path, refusals));
        }
        if (isOneOf(TARGETED, path)) {
            return last(items, item -> target(item, path, refusals));
        }
        if (Patterns.matches(EXPOSE, path)) {
            return last(items, item -> exposed(item, path, refusals));
        }
        return isOneOf(UNIQUE, path) ? last(items, item -> key(item, path, refusals)) : items;
    }

    private static String text(Node item, List<String> path, List<String> refusals) {
        if (item instanceof ScalarNode scalar && scalar.kind() == Kind.STRING) {
            return scalar.text().split("=", 2)[0];
        }
        refusals.add(path + ": unexpected type");
        return "";
    }

    private static String target(Node item, List<String> path, List<String> refusals) {
        if (item instanceof MapNode map) {
            ScalarNode target = map.get("target", ScalarNode.class).orElse(null);
            if (target == null || target.kind() != Kind.STRING) {
                refusals.add(path + ": is missing a mount target");
                return "";
            }
            return target.text();
        }
        return key(item, path, refusals);
    }

    private static String exposed(Node item, List<String> path, List<String> refusals) {
        if (item instanceof ScalarNode scalar && (scalar.kind() == Kind.STRING || scalar.kind() == Kind.INT)) {
            return scalar.text();
        }
        refusals.add(path + ": unsupported expose value");
        return "";
    }

    /** Equal entries are one; that there are other keys is of no interest to a schema. */
    private static String key(Node item, List<String> path, List<String> refusals) {
        return json(item, child(path, "[]"), new ArrayList<>(refusals)).toString();
    }

    private static List<Node> last(List<Node> items, Function<Node, String> key) {
        Map<String, Node> kept = new LinkedHashMap<>();
        items.forEach(item -> kept.put(key.apply(item), item));
        return List.copyOf(kept.values());
    }

    private static boolean isOneOf(List<String> patterns, List<String> path) {
        return patterns.stream().anyMatch(pattern -> Patterns.matches(pattern, path));
    }

    private static List<String> child(List<String> path, String key) {
        List<String> longer = new ArrayList<>(path);
        longer.add(key);
        return longer;
    }
}
