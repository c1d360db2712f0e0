package io.jcompose.spec.fuzz;

import io.jcompose.spec.yaml.Node;
import io.jcompose.spec.yaml.Node.Entry;
import io.jcompose.spec.yaml.Node.Kind;
import io.jcompose.spec.yaml.Node.ListNode;
import io.jcompose.spec.yaml.Node.MapNode;
import io.jcompose.spec.yaml.Node.ScalarNode;
import io.jcompose.spec.yaml.YamlWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The loader, given the golden Compose files with a few branches of their trees changed, moved or taken from others. */
public final class MutationFuzz {
    private static final int MOST_CHANGES = 6;
    private static final List<String> NASTY = List.of(
            "",
            "0",
            "-1",
            "~",
            "null",
            "true",
            "1e999",
            "0x7fffffffffffffff",
            "9223372036854775808",
            ".nan",
            "1.5",
            "1970-01-01",
            "22:22",
            "\u0000",
            "a\nb",
            "/",
            "..",
            "../../etc",
            "$",
            "${",
            "${A:-${B}}",
            "$$",
            "${A?no}",
            "a=b",
            "=",
            ":",
            "::",
            "a:b:c:d",
            "[::1]:80:80",
            "1-65535",
            "65535-1",
            "10.0.0.0/8",
            "::/0",
            "1h",
            "-5s",
            "10gb",
            "*",
            "!reset",
            "<<",
            "x-a",
            "default",
            "web",
            "service:web",
            "container:x",
            "host",
            "none");
    private static final List<MapNode> SEEDS = Trees.golden();
    private static final List<String> KEYS = keys();

    private MutationFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Decisions decisions = new Decisions(input);
        Node model = decisions.one(SEEDS);
        for (int i = 1 + decisions.below(MOST_CHANGES); i > 0; i--) {
            model = Trees.changed(model, decisions.below(Trees.size(model)), node -> change(node, decisions));
        }
        if (model instanceof MapNode map) {
            Oracle.loads(YamlWriter.write(map));
        }
    }

    private static Node change(Node node, Decisions decisions) {
        return switch (decisions.below(8)) {
            case 0 -> ScalarNode.string(Node.NOWHERE, decisions.one(NASTY));
            case 1 -> new ScalarNode(Node.NOWHERE, decisions.one(List.of("", "1", "-1", "077", "1e9")), Kind.INT);
            case 2 -> ScalarNode.string(Node.NOWHERE, decisions.text());
            case 3 -> new ListNode(Node.NOWHERE, List.of(node, node));
            case 4 -> MapNode.empty(Node.NOWHERE).with(decisions.one(KEYS), node);
            case 5 -> at(decisions.one(SEEDS), decisions);
            case 6 -> node instanceof MapNode map ? map.with(decisions.one(KEYS), at(map, decisions)) : node;
            default ->
                node instanceof MapNode map ? renamed(map, decisions) : new ScalarNode(node.span(), "", Kind.NULL);
        };
    }

    private static Node at(Node root, Decisions decisions) {
        List<Node> found = new ArrayList<>();
        Trees.changed(root, decisions.below(Trees.size(root)), node -> {
            found.add(node);
            return node;
        });
        return found.get(0);
    }

    private static MapNode renamed(MapNode map, Decisions decisions) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        int chosen = map.entries().isEmpty() ? 0 : decisions.below(map.entries().size());
        for (Map.Entry<String, Entry> entry : map.entries().entrySet()) {
            String key = entries.size() == chosen ? decisions.one(KEYS) : entry.getKey();
            entries.put(key, entry.getValue());
        }
        return new MapNode(map.span(), entries);
    }

    private static List<String> keys() {
        TreeSet<String> keys = new TreeSet<>(NASTY);
        SEEDS.forEach(seed -> addKeys(seed, keys));
        return List.copyOf(keys);
    }

    private static void addKeys(Node node, Set<String> keys) {
        if (node instanceof MapNode map) {
            keys.addAll(map.entries().keySet());
            map.entries().values().forEach(entry -> addKeys(entry.value(), keys));
        } else if (node instanceof ListNode list) {
            list.items().forEach(item -> addKeys(item, keys));
        }
    }
}
