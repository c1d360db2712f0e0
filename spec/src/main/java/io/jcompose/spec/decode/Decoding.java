package io.jcompose.spec.decode;

import io.jcompose.spec.source.SourceMap;
import io.jcompose.spec.source.Span;
import io.jcompose.spec.source.TreePath;
import io.jcompose.spec.yaml.Node;
import io.jcompose.spec.yaml.Node.ListNode;
import io.jcompose.spec.yaml.Node.MapNode;
import io.jcompose.spec.yaml.Problems;
import java.util.Map;
import java.util.TreeMap;

/** One run of the decoders: collects problems and the places of values. */
public final class Decoding {
    private static final long MOST_PORTS = 200_000;

    private final Problems problems;
    private final Map<String, Span> spans = new TreeMap<>();
    private long ports;

    public Decoding(Problems problems) {
        this.problems = problems;
    }

    /** The places of everything decoded; paths follow the records, so each port of a range has its own. */
    public SourceMap sources() {
        return new SourceMap(spans);
    }

    /** Counts expanded ports, so that a few ranges cannot fill the memory; false from the most on. */
    boolean countPorts(int more, Span span, String path) {
        ports += more;
        if (ports > MOST_PORTS) {
            problems.error(span, path, "the ports of this project expand to more than " + MOST_PORTS);
        }
        return ports <= MOST_PORTS;
    }

    Problems problems() {
        return problems;
    }

    void place(String path, Span span) {
        if (!span.equals(Node.NOWHERE)) {
            spans.put(path, span);
        }
    }

    /** Notes the places of a whole tree. */
    void placeAll(Node node, String path) {
        if (node instanceof MapNode map) {
            map.entries().forEach((key, entry) -> {
                String below = TreePath.child(path, key);
                place(below, entry.place());
                placeAll(entry.value(), below);
            });
        } else if (node instanceof ListNode list) {
            for (int i = 0; i < list.items().size(); i++) {
                String below = TreePath.item(path, i);
                place(below, list.items().get(i).span());
                placeAll(list.items().get(i), below);
            }
        }
    }
}
