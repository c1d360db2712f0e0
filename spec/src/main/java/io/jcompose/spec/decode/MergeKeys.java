package io.jcompose.spec.decode;

import io.jcompose.spec.Value;
import io.jcompose.spec.yaml.Node;
import io.jcompose.spec.yaml.Node.MapNode;
import io.jcompose.spec.yaml.Node.ScalarNode;

/**
 * By what an entry of a list is known when files are merged (compose-spec, 13-merge, unique resources). An entry that
 * cannot be read is known by its text and place: its decoder will refuse it.
 */
public final class MergeKeys {
    private MergeKeys() {}

    public static String text(Node item) {
        return item instanceof ScalarNode scalar ? scalar.text() : unreadable(item);
    }

    public static String port(Node item) {
        try {
            if (item instanceof ScalarNode scalar) {
                PortSyntax entry = PortSyntax.parse(scalar.text());
                return entry.target().size() == 1 ? PortSyntax.key(entry.ports().get(0)) : scalar.text();
            }
        } catch (Malformed e) {
            return unreadable(item);
        }
        if (item instanceof MapNode map) {
            return field(map, "host_ip", "0.0.0.0") + ":" + field(map, "published", "") + ":" + field(map, "target", "")
                    + "/" + field(map, "protocol", "tcp");
        }
        return unreadable(item);
    }

    public static String mount(Node item) {
        try {
            if (item instanceof ScalarNode scalar) {
                return VolumeSyntax.parse(scalar.text()).target();
            }
            return item instanceof MapNode map && map.get("target").isPresent()
                    ? VolumeSyntax.cleanTarget(field(map, "target", ""))
                    : unreadable(item);
        } catch (Malformed e) {
            return unreadable(item);
        }
    }

    public static String device(Node item) {
        try {
            if (item instanceof ScalarNode scalar) {
                Value.Fields device = DeviceSyntax.value(scalar.text());
                return device.has("target") ? device.text("target") : scalar.text();
            }
            return item instanceof MapNode map ? field(map, "target", field(map, "source", "")) : unreadable(item);
        } catch (Malformed e) {
            return unreadable(item);
        }
    }

    public static String secret(Node item) {
        return grant(item, "/run/secrets/");
    }

    public static String config(Node item) {
        return grant(item, "/");
    }

    private static String grant(Node item, String directory) {
        String target = item instanceof MapNode map ? field(map, "target", field(map, "source", "")) : text(item);
        return target.startsWith("/") ? target : directory + target;
    }

    public static String envFile(Node item) {
        return item instanceof MapNode map && map.get("path").isPresent() ? field(map, "path", "") : text(item);
    }

    public static String subnet(Node item) {
        return item instanceof MapNode map && map.get("subnet").isPresent()
                ? field(map, "subnet", "")
                : unreadable(item);
    }

    private static String field(MapNode map, String key, String otherwise) {
        return map.get(key)
                .filter(ScalarNode.class::isInstance)
                .map(node -> ((ScalarNode) node).text())
                .orElse(otherwise);
    }

    private static String unreadable(Node item) {
        return item.span() + (item instanceof ScalarNode scalar ? " " + scalar.text() : "");
    }
}
