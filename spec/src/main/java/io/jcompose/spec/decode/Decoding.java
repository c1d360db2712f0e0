package io.jcompose.spec.decode;

import io.jcompose.spec.source.SourceMap;
import io.jcompose.spec.source.Span;
import io.jcompose.spec.source.TreePath;
import io.jcompose.spec.yaml.Node;
import io.jcompose.spec.yaml.Node.ListNode;
import io.jcompose.spec.yaml.Node.MapNode;
import io.jcompose.spec.yaml.Problems;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One run of the decoders: collects problems and the places of values. */
public final class Decoding {
    private static final long MOST_PORTS = 100_000;

    private final Problems problems;
    private final boolean reporting;
    private final Map<String, Span> spans = new HashMap<>();
    private long ports;

    public Decoding(Problems problems) {
        this(problems, true);
    }

    private Decoding(Problems problems, boolean reporting) {
        this.problems = problems;
        this.reporting = reporting;
    }

    /** For what is not part of the project now: only errors are told. */
    public static Decoding withoutReports(Problems problems) {
        return new Decoding(problems, false);
    }

    /** The places of everything decoded; paths follow the records, so each port of a range has its own. */
    public SourceMap sources() {
        return new SourceMap(spans);
    }

    /** Counts expanded ports, so that a few ranges cannot fill the memory; false from the most on. */
    boolean countPorts(int more, Span span, String path) {
        boolean first = ports <= MOST_PORTS;
        ports += more;
        if (first && ports > MOST_PORTS) {
            problems.error(span, path, "the ports of this project expand to more than " + MOST_PORTS);
        }
        return ports <= MOST_PORTS;
    }

    /** Whether another port is worth reading. */
    boolean hasRoomForPorts() {
        return ports <= MOST_PORTS;
    }

    Problems problems() {
        return problems;
    }

    /** Says that nothing acts on an attribute yet. */
    void unsupported(Span span, String path, String message, @Nullable String hint) {
        if (reporting) {
            problems.unsupported(span, path, message, hint);
        }
    }

    void warn(Span span, String path, String message, @Nullable String hint) {
        if (reporting) {
            problems.warn(span, path, message, hint);
        }
    }

    void place(String path, Span span) {
        if (!span.isNowhere()) {
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
