package io.jcompose.spec.yaml;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.Event.ID;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserException;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * SnakeYAML's events to its nodes, as its own Composer makes them, but bounded in number and depth, and without
 * comments: that one takes a third of the time to look for them.
 */
final class NodeComposer {
    /** Some 300 bytes each, through all phases. */
    static final int MOST_NODES = 400_000;

    /** Of one list, and of all: no project needs so many ports or volumes, and each phase looks at each of them. */
    static final int MOST_ITEMS = 50_000;

    static final int MOST_ITEMS_OF_ALL = 150_000;

    private static final int DEEPEST = 64;

    private final Parser parser;
    private final Resolver resolver;
    private final Map<String, Node> anchors = new HashMap<>();
    private int nodes;
    private int itemsOfAll;
    private int depth;

    NodeComposer(Parser parser, Resolver resolver) {
        this.parser = parser;
        this.resolver = resolver;
    }

    /** Whether there is another document. */
    boolean checkNode() {
        if (parser.checkEvent(ID.StreamStart)) {
            parser.getEvent();
        }
        return !parser.checkEvent(ID.StreamEnd);
    }

    /** The next document. */
    Node getNode() {
        parser.getEvent();
        Node root = node();
        parser.getEvent();
        anchors.clear();
        return root;
    }

    private Node node() {
        Event event = parser.getEvent();
        if (++nodes > MOST_NODES) {
            throw refused("the file has more than " + MOST_NODES + " values", event.getStartMark());
        }
        if (event instanceof AliasEvent alias) {
            Node known = anchors.get(alias.getAnchor());
            if (known == null) {
                throw refused("found undefined alias " + alias.getAnchor(), event.getStartMark());
            }
            return known;
        }
        if (++depth > DEEPEST) {
            throw refused("the file is nested deeper than " + DEEPEST + " levels", event.getStartMark());
        }
        Node node = event instanceof ScalarEvent scalar
                ? scalar(scalar)
                : event instanceof SequenceStartEvent sequence
                        ? sequence(sequence)
                        : mapping((MappingStartEvent) event);
        depth--;
        return node;
    }

    private Node scalar(ScalarEvent event) {
        boolean plain = event.getImplicit().canOmitTagInPlainScalar();
        Tag tag = tag(event, event.getTag(), NodeId.scalar, event.getValue(), plain);
        return anchored(
                event,
                new ScalarNode(
                        tag, event.getValue(), event.getStartMark(), event.getStartMark(), event.getScalarStyle()));
    }

    private Node sequence(SequenceStartEvent event) {
        List<Node> items = new ArrayList<>();
        Tag tag = tag(event, event.getTag(), NodeId.sequence, null, event.getImplicit());
        Node node = anchored(
                event,
                new SequenceNode(tag, true, items, event.getStartMark(), event.getStartMark(), event.getFlowStyle()));
        while (!parser.checkEvent(ID.SequenceEnd)) {
            items.add(node());
            countItem(items, event.getStartMark());
        }
        parser.getEvent();
        return node;
    }

    private void countItem(List<Node> items, Mark list) {
        if (items.size() > MOST_ITEMS) {
            throw refused("a list has more than " + MOST_ITEMS + " items", list);
        }
        if (++itemsOfAll > MOST_ITEMS_OF_ALL) {
            throw refused("the lists of this file have more than " + MOST_ITEMS_OF_ALL + " items", list);
        }
    }

    private Node mapping(MappingStartEvent event) {
        List<NodeTuple> entries = new ArrayList<>();
        Tag tag = tag(event, event.getTag(), NodeId.mapping, null, event.getImplicit());
        Node node = anchored(
                event,
                new MappingNode(tag, true, entries, event.getStartMark(), event.getStartMark(), event.getFlowStyle()));
        while (!parser.checkEvent(ID.MappingEnd)) {
            Node key = node();
            entries.add(new NodeTuple(key, node()));
        }
        parser.getEvent();
        return node;
    }

    private Tag tag(NodeEvent event, @Nullable String written, NodeId kind, @Nullable String value, boolean implicit) {
        if (written == null || written.equals("!")) {
            return resolver.resolve(kind, value, implicit);
        }
        if (written.isBlank() || !written.equals(written.trim())) {
            throw refused("a tag begins or ends with a blank", event.getStartMark());
        }
        return new Tag(written);
    }

    /** Before its children are made: they may refer to it, which {@link NodeBuilder} refuses. */
    private Node anchored(NodeEvent event, Node node) {
        if (event.getAnchor() != null) {
            anchors.put(event.getAnchor(), node);
        }
        return node;
    }

    private static ParserException refused(String problem, Mark mark) {
        return new ParserException(null, null, problem, mark);
    }
}
