package io.jcompose.spec.change;

import io.jcompose.spec.Service;
import io.jcompose.spec.encode.ServiceEncoder;
import io.jcompose.spec.yaml.Node;
import io.jcompose.spec.yaml.Node.MapNode;
import io.jcompose.spec.yaml.Node.ScalarNode;
import java.util.Map;

/** The fields that make a container what it is. */
final class Counted {
    private static final ScalarNode NOTHING = new ScalarNode(Node.NOWHERE, "", Node.Kind.NULL);

    private Counted() {}

    /** The canonical tree of a service without what changes no container. */
    static MapNode of(Service service) {
        MapNode tree = ServiceEncoder.encode(service)
                .without("depends_on")
                .without("profiles")
                .without("restart");
        MapNode deploy = tree.map("deploy").without("replicas");
        tree = deploy.entries().isEmpty() ? tree.without("deploy") : tree.with("deploy", deploy);
        MapNode networks = tree.map("networks");
        for (Map.Entry<String, Node.Entry> entry :
                tree.map("networks").entries().entrySet()) {
            if (entry.getValue().value() instanceof MapNode attachment) {
                MapNode bare = attachment.without("aliases");
                networks = networks.with(entry.getKey(), bare.entries().isEmpty() ? NOTHING : bare);
            }
        }
        return tree.with("networks", networks);
    }
}
