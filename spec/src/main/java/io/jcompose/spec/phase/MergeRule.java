package io.jcompose.spec.phase;

import io.jcompose.spec.yaml.Node;
import io.jcompose.spec.yaml.Node.ListNode;
import io.jcompose.spec.yaml.Node.MapNode;
import io.jcompose.spec.yaml.Node.ScalarNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * What is special about merging one attribute.
 *
 * @param normaliser brings a value into the form that merges: a list into a mapping, entries with one key into the last one
 * @param replacing whether a later value replaces the earlier one whole
 * @param nullReplaces whether an explicit null of a later file counts as a value
 */
record MergeRule(UnaryOperator<Node> normaliser, BiPredicate<Node, Node> replacing, boolean nullReplaces) {
    /** Lists appended, mappings merged. */
    static final MergeRule PLAIN = promoted(node -> node);

    /** The later value counts alone. */
    static final MergeRule REPLACED = new MergeRule(node -> node, (earlier, later) -> true, false);

    /** The later value counts alone, and null is a value too. */
    static final MergeRule REPLACED_ALSO_BY_NULL = new MergeRule(node -> node, (earlier, later) -> true, true);

    /** Options belong to their {@code driver}: those of another one do not survive. */
    static final MergeRule OF_ONE_DRIVER = new MergeRule(node -> node, MergeRule::differInDriver, false);

    Node normal(Node node) {
        return normaliser.apply(node);
    }

    boolean replaces(Node earlier, Node later) {
        return replacing.test(earlier, later);
    }

    static MergeRule promoted(UnaryOperator<Node> toForm) {
        return new MergeRule(toForm, (earlier, later) -> false, false);
    }

    /** A list in which the later of two entries with one key takes the place of the earlier one. */
    static MergeRule unique(Function<Node, String> key) {
        return promoted(node -> oneOfEach(node, key, (earlier, later) -> later));
    }

    /** As {@link #unique}, but of two mappings with one key the later one is laid over the earlier one. */
    static MergeRule overlaid(Function<Node, String> key) {
        return promoted(node -> oneOfEach(node, key, MergeRule::overlay));
    }

    /** As {@link #unique}, where a single value may stand for a list of one. */
    static MergeRule uniqueOrSingle(Function<Node, String> key) {
        return promoted(node -> {
            boolean single = node instanceof ScalarNode && !node.isNull();
            Node list = single ? new ListNode(node.span(), List.of(node)) : node;
            return oneOfEach(list, key, (earlier, later) -> later);
        });
    }

    private static boolean differInDriver(Node earlier, Node later) {
        return earlier instanceof MapNode below
                && later instanceof MapNode above
                && below.get("driver", ScalarNode.class)
                        .flatMap(old -> above.get("driver", ScalarNode.class)
                                .filter(current -> !current.text().equals(old.text())))
                        .isPresent();
    }

    private static Node oneOfEach(Node node, Function<Node, String> key, BinaryOperator<Node> choice) {
        if (!(node instanceof ListNode list)) {
            return node;
        }
        Map<String, Node> byKey = new LinkedHashMap<>();
        list.items().forEach(item -> byKey.merge(key.apply(item), item, choice));
        return new ListNode(list.span(), List.copyOf(byKey.values()));
    }

    private static Node overlay(Node earlier, Node later) {
        if (!(earlier instanceof MapNode below) || !(later instanceof MapNode above)) {
            return later;
        }
        Map<String, Node.Entry> entries = new LinkedHashMap<>(below.entries());
        entries.putAll(above.entries());
        return new MapNode(above.span(), entries);
    }
}
