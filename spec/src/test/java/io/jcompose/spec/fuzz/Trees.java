package io.jcompose.spec.fuzz;

import io.jcompose.spec.SpecException;
import io.jcompose.spec.yaml.Document;
import io.jcompose.spec.yaml.Node;
import io.jcompose.spec.yaml.Node.Entry;
import io.jcompose.spec.yaml.Node.ListNode;
import io.jcompose.spec.yaml.Node.MapNode;
import io.jcompose.spec.yaml.Problems;
import io.jcompose.spec.yaml.YamlReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The trees of the golden files, and how one of their nodes is changed. */
public final class Trees {
    private Trees() {}

    /** With the node at {@code index} changed, in the order of the text. */
    public static Node changed(Node node, int index, UnaryOperator<Node> change) {
        if (index == 0) {
            return change.apply(node);
        }
        int left = index - 1;
        if (node instanceof MapNode map) {
            for (Map.Entry<String, Entry> entry : map.entries().entrySet()) {
                Node value = entry.getValue().value();
                if (left < size(value)) {
                    return map.with(entry.getKey(), changed(value, left, change));
                }
                left -= size(value);
            }
        } else if (node instanceof ListNode list) {
            List<Node> items = new ArrayList<>(list.items());
            for (int i = 0; i < items.size(); i++) {
                if (left < size(items.get(i))) {
                    items.set(i, changed(items.get(i), left, change));
                    return new ListNode(list.span(), items);
                }
                left -= size(items.get(i));
            }
        }
        return node;
    }

    public static int size(Node node) {
        if (node instanceof MapNode map) {
            return 1
                    + map.entries().values().stream()
                            .mapToInt(entry -> size(entry.value()))
                            .sum();
        }
        return node instanceof ListNode list
                ? 1 + list.items().stream().mapToInt(Trees::size).sum()
                : 1;
    }

    /** Each document of each golden file that is YAML at all. */
    public static List<MapNode> golden() {
        List<MapNode> seeds = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("src/test/resources/golden"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".yaml"))
                    .sorted()
                    .toList()) {
                seeds.addAll(documents(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return seeds;
    }

    /** Those of a file that is YAML at all. */
    private static List<MapNode> documents(Path file) throws IOException {
        Problems problems = new Problems();
        try {
            List<MapNode> documents = YamlReader.read("seed", Files.readString(file), problems).stream()
                    .map(Document::tree)
                    .toList();
            problems.throwIfAny(Map.of());
            return documents;
        } catch (SpecException | java.nio.charset.MalformedInputException e) {
            return List.of();
        }
    }
}
