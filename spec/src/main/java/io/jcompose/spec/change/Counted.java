package io.jcompose.spec.change;

import io.jcompose.spec.Service;
import io.jcompose.spec.encode.ServiceEncoder;
import io.jcompose.spec.grant.Grants;
import io.jcompose.spec.yaml.Node;
import io.jcompose.spec.yaml.Node.Entry;
import io.jcompose.spec.yaml.Node.ListNode;
import io.jcompose.spec.yaml.Node.MapNode;
import io.jcompose.spec.yaml.Node.ScalarNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The fields that make a container what it is. */
final class Counted {
    private static final ScalarNode NOTHING = new ScalarNode(Node.NOWHERE, "", Node.Kind.NULL);

    /** What is said to the builder, to the reconciler, or to whoever watches. */
    private static final List<String> NOT_OF_CONTAINERS = List.of(
            "attach",
            "build",
            "depends_on",
            "develop",
            "profiles",
            "provider",
            "pull_policy",
            "pull_refresh_after",
            "restart");

    private static final List<String> NOT_OF_CONTAINERS_IN_DEPLOY = List.of(
            "endpoint_mode",
            "labels",
            "mode",
            "placement",
            "replicas",
            "restart_policy",
            "rollback_config",
            "update_config");

    private Counted() {}

    /** The canonical tree of a service without what changes no container; grants are known by their targets. */
    static MapNode of(Service service) {
        MapNode tree = without(ServiceEncoder.encode(service), NOT_OF_CONTAINERS);
        MapNode deploy = without(tree.map("deploy"), NOT_OF_CONTAINERS_IN_DEPLOY);
        tree = deploy.entries().isEmpty() ? tree.without("deploy") : tree.with("deploy", deploy);
        boolean reloads = service.further().values().containsKey(Grants.RELOAD);
        for (String kind : List.of("secrets", "configs")) {
            tree = tree.get(kind).isPresent() ? tree.with(kind, grants(tree, kind, reloads)) : tree;
        }
        MapNode networks = tree.map("networks");
        for (Map.Entry<String, Entry> entry : networks.entries().entrySet()) {
            if (entry.getValue().value() instanceof MapNode attachment) {
                MapNode bare = attachment.without("aliases");
                networks = networks.with(entry.getKey(), bare.entries().isEmpty() ? NOTHING : bare);
            }
        }
        return tree.with("networks", networks);
    }

    private static MapNode without(MapNode tree, List<String> keys) {
        return tree.filtered(key -> !keys.contains(key) && !key.startsWith("x-"));
    }

    /**
     * Of content that was read only the digest counts, not what the file calls it. A service that is told by a signal of
     * another content keeps its containers.
     */
    private static MapNode grants(MapNode service, String kind, boolean reloads) {
        Map<String, Entry> byTarget = new TreeMap<>();
        List<Node> items =
                service.get(kind, ListNode.class).map(ListNode::items).orElse(List.of());
        for (Node item : items) {
            if (item instanceof MapNode grant) {
                MapNode counted = grant.get(Grants.DIGEST).isPresent() || reloads ? grant.without("source") : grant;
                counted = reloads ? counted.without(Grants.DIGEST) : counted;
                String target = grant.get("target", ScalarNode.class)
                        .map(ScalarNode::text)
                        .orElse("");
                byTarget.put(target, new Entry(Node.NOWHERE, counted.without("target")));
            }
        }
        return new MapNode(Node.NOWHERE, byTarget);
    }
}
