package io.jcompose.spec.decode;

import io.jcompose.spec.Port;
import io.jcompose.spec.Port.Protocol;
import io.jcompose.spec.source.Span;
import io.jcompose.spec.source.TreePath;
import io.jcompose.spec.yaml.Node;
import io.jcompose.spec.yaml.Node.MapNode;
import io.jcompose.spec.yaml.Node.ScalarNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Published ports, both forms. */
final class PortDecoder {
    private final Fields fields;
    private final Map<String, Port> ports = new LinkedHashMap<>();
    private final Map<String, Span> spans = new LinkedHashMap<>();

    PortDecoder(Fields fields) {
        this.fields = fields;
    }

    /** All ports, ranges expanded; of two with one key the later one. */
    List<Port> ports() {
        int index = 0;
        for (Node item : fields.items("ports")) {
            if (!fields.decoding().hasRoomForPorts()) {
                return List.of();
            }
            decode(item, TreePath.item(fields.path("ports"), index++));
        }
        int place = 0;
        for (Span span : spans.values()) {
            fields.decoding().place(TreePath.item(fields.path("ports"), place++), span);
        }
        return List.copyOf(ports.values());
    }

    private void decode(Node item, String path) {
        if (item instanceof ScalarNode scalar && !scalar.isNull()) {
            fields.read("ports", scalar.span(), scalar.text(), PortSyntax::parse)
                    .filter(entry -> fields.decoding().countPorts(entry.target().size(), scalar.span(), path))
                    .ifPresent(entry -> entry.ports().forEach(port -> add(port, scalar.span())));
        } else if (item instanceof MapNode map) {
            longForm(map, path).ifPresent(port -> add(port, map.span()));
        } else {
            fields.problem(
                    item.span(), path, "a port must be a string, a number or a mapping, not " + item.noun(), null);
        }
    }

    private void add(Port port, Span span) {
        ports.put(PortSyntax.key(port), port);
        spans.put(PortSyntax.key(port), span);
        if (port.protocol() == Protocol.SCTP) {
            fields.decoding().unsupported(span, fields.path("ports"), Shape.notBuilt("sctp"), null);
        }
    }

    private Optional<Port> longForm(MapNode map, String path) {
        Fields port = new Fields(fields.decoding(), map, path, ServiceShape.PORT);
        Optional<PortSyntax.Range> published =
                port.scalar("published", PortDecoder::published).filter(range -> range.first() > 0);
        Optional<String> hostIp = port.text("host_ip", PortSyntax::ip);
        Protocol protocol = port.text("protocol", PortSyntax::protocol).orElse(Protocol.TCP);
        Optional<Integer> target = port.integer("target", 1, 65_535);
        if (!port.has("target")) {
            port.error("target", "a port misses its `target`", "the port inside the container");
        }
        int first = published.map(PortSyntax.Range::first).orElse(0);
        int last = published.map(PortSyntax.Range::last).orElse(0);
        Optional<Port> found = target.map(t -> new Port(hostIp.orElse(null), first, last, t, protocol));
        found.ifPresent(known -> fields.keep("ports", PortSyntax.key(known), port.further()));
        port.finish();
        return found;
    }

    /** A free port may be written as nothing or 0. */
    private static PortSyntax.Range published(String text) throws Malformed {
        return text.isEmpty() || text.equals("0") ? new PortSyntax.Range(0, 0) : PortSyntax.range("hostPort", text);
    }

    /** {@code 80} becomes {@code 80/tcp}. */
    static String exposed(String text) throws Malformed {
        int slash = text.indexOf('/');
        Protocol protocol = slash < 0 ? Protocol.TCP : PortSyntax.protocol(text.substring(slash + 1));
        PortSyntax.Range range = PortSyntax.range("port", slash < 0 ? text : text.substring(0, slash));
        String ports = range.size() == 1 ? "" + range.first() : range.first() + "-" + range.last();
        return ports + "/" + protocol.word();
    }
}
