package io.jcompose.spec.yaml;

import io.jcompose.spec.source.Span;
import io.jcompose.spec.source.TreePath;
import io.jcompose.spec.yaml.Node.Entry;
import io.jcompose.spec.yaml.Node.Kind;
import io.jcompose.spec.yaml.Node.ListNode;
import io.jcompose.spec.yaml.Node.MapNode;
import io.jcompose.spec.yaml.Node.ScalarNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * One composed document to our tree: string keys, each once; aliases and merge keys resolved; values tagged {@code !reset}
 * left out and noted as {@link Removals}.
 */
final class NodeBuilder {
    /** As in the reference loader: how many nodes aliases may add to a document. */
    private static final long MOST_ALIASED = 100_000;

    /** So many characters of a text count as a node. */
    private static final int NODE_OF_TEXT = 128;

    private static final String STANDARD = "tag:yaml.org,2002:";
    private static final String RESET = "!reset";
    private static final String OVERRIDE = "!override";

    private final String file;
    private final Problems problems;
    private final IdentityHashMap<org.yaml.snakeyaml.nodes.Node, Node> built = new IdentityHashMap<>();
    private final IdentityHashMap<org.yaml.snakeyaml.nodes.Node, Long> sizes = new IdentityHashMap<>();
    private final IdentityHashMap<org.yaml.snakeyaml.nodes.Node, Boolean> open = new IdentityHashMap<>();
    private final IdentityHashMap<org.yaml.snakeyaml.nodes.Node, Removals> removals = new IdentityHashMap<>();
    private long aliased;

    NodeBuilder(String file, Problems problems) {
        this.file = file;
        this.problems = problems;
    }

    Node build(org.yaml.snakeyaml.nodes.Node root) {
        return build(root, "");
    }

    /** What the tags of a node that was built take away from documents below. */
    Removals removals(org.yaml.snakeyaml.nodes.Node built) {
        return removals.getOrDefault(built, Removals.NONE);
    }

    /** Whether the value of a node is none, as its tag says. */
    boolean isReset(org.yaml.snakeyaml.nodes.Node source) {
        return hasTag(source, RESET);
    }

    private Node build(org.yaml.snakeyaml.nodes.Node source, String path) {
        Node known = built.get(source);
        if (known != null) {
            return alias(source, known, path);
        }
        if (open.put(source, true) != null) {
            return refused(source, path, "alias refers to a node that contains it");
        }
        Node node = checkedTag(source, path) ? convert(source, path) : nothing(source);
        if (hasTag(source, RESET) || hasTag(source, OVERRIDE)) {
            removals.put(source, removals(source).andWhole());
        }
        open.remove(source);
        built.put(source, node);
        sizes.put(source, size(source));
        return node;
    }

    private Node alias(org.yaml.snakeyaml.nodes.Node source, Node known, String path) {
        aliased += sizes.getOrDefault(source, 1L);
        if (aliased > MOST_ALIASED) {
            return refused(source, path, "aliases expand to more than " + MOST_ALIASED + " nodes");
        }
        return known;
    }

    private Node convert(org.yaml.snakeyaml.nodes.Node source, String path) {
        if (source instanceof MappingNode mapping) {
            return mapping(mapping, path);
        }
        if (source instanceof SequenceNode sequence) {
            List<Node> items = new ArrayList<>();
            for (org.yaml.snakeyaml.nodes.Node item : sequence.getValue()) {
                Node built = build(item, TreePath.item(path, items.size()));
                if (!hasTag(item, RESET)) {
                    items.add(built);
                }
            }
            return new ListNode(span(source), items);
        }
        var scalar = (org.yaml.snakeyaml.nodes.ScalarNode) source;
        return new ScalarNode(span(source), scalar.getValue(), kind(scalar));
    }

    private MapNode mapping(MappingNode source, String path) {
        Map<String, Entry> own = new LinkedHashMap<>();
        Map<String, Removals> removed = new HashMap<>();
        MergeKey mergeKey = new MergeKey(problems, path);
        Set<String> sharing = new HashSet<>();
        for (NodeTuple tuple : source.getValue()) {
            Span keySpan = span(tuple.getKeyNode());
            if (MergeKey.is(tuple.getKeyNode())) {
                mergeKey.bring(build(tuple.getValueNode(), TreePath.child(path, "<<")), keySpan);
                removalsOf(tuple.getValueNode(), mergeKey);
                continue;
            }
            String key = key(tuple.getKeyNode(), path);
            if (key == null) {
                continue;
            }
            Entry entry = new Entry(keySpan, build(tuple.getValueNode(), TreePath.child(path, key)));
            Entry first = own.putIfAbsent(key, entry);
            if (first != null && sharing.add(key)) {
                duplicate(key, first.keySpan(), keySpan, path);
            }
            removed.put(key, removals(tuple.getValueNode()));
        }
        mergeKey.completes(own, removed);
        source.getValue().stream()
                .filter(tuple -> hasTag(tuple.getValueNode(), RESET))
                .forEach(tuple -> own.remove(text(tuple.getKeyNode())));
        removals.put(source, Removals.within(removed));
        return new MapNode(span(source), own);
    }

    private void removalsOf(org.yaml.snakeyaml.nodes.Node merged, MergeKey mergeKey) {
        if (merged instanceof SequenceNode sequence) {
            sequence.getValue().forEach(item -> mergeKey.removes(removals(item)));
        } else {
            mergeKey.removes(removals(merged));
        }
    }

    private void duplicate(String key, Span first, Span second, String path) {
        problems.error(
                second,
                TreePath.child(path, key),
                "`" + key + "` is given twice: in line " + first.line() + " and in line " + second.line(),
                "merge the two, or remove one");
    }

    private @Nullable String key(org.yaml.snakeyaml.nodes.Node key, String path) {
        if (key instanceof org.yaml.snakeyaml.nodes.ScalarNode scalar) {
            if (kind(scalar) == Kind.STRING) {
                return scalar.getValue();
            }
            String where = path.isEmpty() ? "at top level" : "in " + path;
            String text = scalar.getValue();
            problems.error(
                    span(key), path, "non-string key " + where + ": " + text, "write it in quotes: \"" + text + "\"");
            return null;
        }
        problems.error(span(key), path, "a key must be a string, not a collection");
        return null;
    }

    private boolean checkedTag(org.yaml.snakeyaml.nodes.Node source, String path) {
        String tag = source.getTag().getValue();
        if (tag.startsWith(STANDARD) || tag.startsWith(YamlReader.CORE)) {
            return true;
        }
        if (hasTag(source, RESET) || hasTag(source, OVERRIDE)) {
            return true;
        }
        problems.error(span(source), path, "unknown YAML tag `" + tag + "`", "Compose knows `!reset` and `!override`");
        return false;
    }

    private static boolean hasTag(org.yaml.snakeyaml.nodes.Node source, String tag) {
        return source.getTag().getValue().equals(tag);
    }

    private static String text(org.yaml.snakeyaml.nodes.Node key) {
        return key instanceof org.yaml.snakeyaml.nodes.ScalarNode scalar ? scalar.getValue() : "";
    }

    private static Kind kind(org.yaml.snakeyaml.nodes.ScalarNode scalar) {
        String tag = scalar.getTag().getValue();
        if (tag.startsWith(YamlReader.CORE)) {
            return Kind.valueOf(tag.substring(YamlReader.CORE.length()));
        }
        boolean quoted = hasTag(scalar, OVERRIDE) && !scalar.isPlain();
        return quoted || scalar.getTag().equals(Tag.STR) ? Kind.STRING : CoreSchema.kind(scalar.getValue());
    }

    /** Children are built before, so this is one addition for each of them. */
    private long size(org.yaml.snakeyaml.nodes.Node source) {
        long size = 1;
        if (source instanceof org.yaml.snakeyaml.nodes.ScalarNode scalar) {
            size += scalar.getValue().length() / NODE_OF_TEXT;
        } else if (source instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                size += sizes.getOrDefault(tuple.getValueNode(), 1L);
            }
        } else if (source instanceof SequenceNode sequence) {
            for (org.yaml.snakeyaml.nodes.Node item : sequence.getValue()) {
                size += sizes.getOrDefault(item, 1L);
            }
        }
        return size;
    }

    private Node refused(org.yaml.snakeyaml.nodes.Node source, String path, String message) {
        problems.error(span(source), path, message);
        return nothing(source);
    }

    private Node nothing(org.yaml.snakeyaml.nodes.Node source) {
        return new ScalarNode(span(source), "", Kind.NULL);
    }

    private Span span(org.yaml.snakeyaml.nodes.Node source) {
        return YamlReader.span(file, source.getStartMark());
    }
}
