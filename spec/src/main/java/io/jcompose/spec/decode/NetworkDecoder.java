package io.jcompose.spec.decode;

import io.jcompose.spec.Further;
import io.jcompose.spec.Network;
import io.jcompose.spec.Value;
import io.jcompose.spec.yaml.Node;
import io.jcompose.spec.yaml.Node.MapNode;
import io.jcompose.spec.yaml.Node.ScalarNode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One network at the top level. Of its address pools, the first one for IPv4 is acted on. */
final class NetworkDecoder {
    private final Fields fields;
    private @Nullable String subnet;
    private @Nullable String gateway;

    private NetworkDecoder(Fields fields) {
        this.fields = fields;
    }

    static Network decode(String key, Fields fields) {
        return new NetworkDecoder(fields).decode(key);
    }

    private Network decode(String key) {
        boolean external = fields.flag("external", false);
        for (String other : external ? List.of("driver", "driver_opts", "ipam", "labels") : List.<String>of()) {
            if (fields.has(other)) {
                fields.warn(
                        other,
                        "`" + other + "` has no effect on the external network \"" + key + "\"",
                        "an external network is made elsewhere: remove `" + other + "`");
            }
        }
        pools(fields.child("ipam", ProjectShape.IPAM));
        return new Network(
                fields.text("name", Names::resource).orElse(key),
                external,
                fields.flag("internal", false),
                subnet,
                gateway,
                fields.keyed("labels"),
                fields.extended());
    }

    private void pools(Fields ipam) {
        boolean found = false;
        List<Node> pools = ipam.items("config");
        for (int i = 0; i < pools.size(); i++) {
            placed(ipam, pools.get(i));
            if (!found && !isIpv6(pools.get(i))) {
                found = true;
                first(ipam, ipam.item("config", i, pools.get(i), ProjectShape.POOL));
            } else {
                further(ipam, pools.get(i), new Place(ipam.decoding(), "config", ipam.path("config")).item(i));
            }
        }
    }

    /** Also by subnet, as the model keeps pools. */
    private static void placed(Fields ipam, Node pool) {
        String subnet = pool instanceof MapNode map
                ? map.get("subnet", ScalarNode.class).map(ScalarNode::text).orElse("")
                : "";
        ipam.decoding().placeAll(pool, ipam.path("config") + "[" + subnet + "]");
    }

    private void first(Fields ipam, Fields pool) {
        Optional<String> written = pool.text("subnet", AddressForms::subnet);
        subnet = written.orElse(null);
        gateway = pool.text("gateway", AddressForms::ipv4).orElse(null);
        ipam.keep("config", written.orElse(""), pool.further());
        pool.finish();
    }

    private static void further(Fields ipam, Node node, Place place) {
        ProjectShape.FURTHER_POOL.read(node, place).ifPresent(pool -> {
            Value.Fields values = (Value.Fields) pool;
            place.decoding()
                    .unsupported(
                            node.span(),
                            place.path(),
                            "the address pool " + values.text("subnet")
                                    + " is understood, but jcompose has one IPv4 pool for a network so far",
                            null);
            ipam.keep("config", values.text("subnet"), new Further(values.values()));
        });
    }

    private static boolean isIpv6(Node pool) {
        return pool instanceof MapNode map
                && map.get("subnet", ScalarNode.class)
                        .filter(text -> text.text().contains(":"))
                        .isPresent();
    }
}
