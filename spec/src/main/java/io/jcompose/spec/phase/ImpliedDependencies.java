package io.jcompose.spec.phase;

import io.jcompose.spec.decode.Names;
import io.jcompose.spec.yaml.Node;
import io.jcompose.spec.yaml.Node.Entry;
import io.jcompose.spec.yaml.Node.ListNode;
import io.jcompose.spec.yaml.Node.MapNode;
import io.jcompose.spec.yaml.Node.ScalarNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes out the dependencies that links, shared namespaces and shared mounts imply (compose-go, normalize). What a file
 * says itself stays.
 */
final class ImpliedDependencies implements Phase {
    private static final List<String> NAMESPACES = List.of("network_mode", "ipc", "pid", "uts");
    private static final String SERVICE = "service:";

    @Override
    public Draft apply(Draft draft, Setting setting) {
        return draft.mapServices((path, service) -> completed(service));
    }

    private static MapNode completed(MapNode service) {
        Node written = service.get("depends_on").orElseGet(() -> MapNode.empty(service.span()));
        Map<String, Entry> implied = implied(service);
        if (implied.isEmpty() || !(written instanceof MapNode dependencies)) {
            return service;
        }
        Map<String, Entry> all = new LinkedHashMap<>(dependencies.entries());
        implied.forEach(all::putIfAbsent);
        return service.with("depends_on", new MapNode(dependencies.span(), all));
    }

    private static Map<String, Entry> implied(MapNode service) {
        Map<String, Entry> implied = new LinkedHashMap<>();
        for (ScalarNode link : texts(service, "links")) {
            add(implied, beforeColon(link.text()), link, true);
        }
        for (String namespace : NAMESPACES) {
            service.get(namespace, ScalarNode.class)
                    .filter(mode -> mode.text().startsWith(SERVICE))
                    .ifPresent(mode -> add(implied, mode.text().substring(SERVICE.length()), mode, true));
        }
        for (ScalarNode source : texts(service, "volumes_from")) {
            if (!source.text().startsWith("container:")) {
                add(implied, beforeColon(source.text()), source, false);
            }
        }
        return implied;
    }

    private static void add(Map<String, Entry> implied, String service, ScalarNode where, boolean restart) {
        if (!Names.isKey(service)) {
            return; // the decoder refuses it
        }
        implied.putIfAbsent(service, new Entry(where.span(), ShortForms.dependency(where.span(), restart)));
    }

    private static List<ScalarNode> texts(MapNode service, String key) {
        return service.get(key, ListNode.class).stream()
                .flatMap(list -> list.items().stream())
                .filter(ScalarNode.class::isInstance)
                .map(ScalarNode.class::cast)
                .toList();
    }

    private static String beforeColon(String text) {
        int colon = text.indexOf(':');
        return colon < 0 ? text : text.substring(0, colon);
    }
}
