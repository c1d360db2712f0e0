package io.jcompose.spec.check;

import io.jcompose.spec.Further;
import io.jcompose.spec.Network;
import io.jcompose.spec.Value;
import io.jcompose.spec.source.TreePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One address pool of a network.
 *
 * @param path its tree path; pools are told apart by their subnets
 * @param inside what must lie in the subnet, by attribute: {@code gateway}, {@code ip_range}, {@code aux_addresses.NAME}
 */
record Pool(String path, String subnet, Block block, SortedMap<String, String> inside) {
    /** All pools of a network that have subnets. */
    static List<Pool> of(String key, Network network) {
        List<Pool> pools = new ArrayList<>();
        String first = Optional.ofNullable(network.subnet()).orElse("");
        String gateway = Optional.ofNullable(network.gateway()).orElse("");
        pool(key, first, network, gateway).ifPresent(pools::add);
        for (String subnet : network.further().fields("ipam", "config").keySet()) {
            if (!subnet.equals(first)) {
                pool(key, subnet, network, "").ifPresent(pools::add);
            }
        }
        return pools;
    }

    private static Optional<Pool> pool(String key, String subnet, Network network, String gateway) {
        Further written = new Further(network.further().fields("ipam", "config", subnet));
        SortedMap<String, String> inside = new TreeMap<>();
        written.text("ip_range").ifPresent(range -> inside.put("ip_range", range));
        written.text("gateway")
                .or(() -> Optional.of(gateway).filter(text -> !text.isEmpty()))
                .ifPresent(address -> inside.put("gateway", address));
        written.fields("aux_addresses").forEach((name, address) -> {
            if (address instanceof Value.Text text) {
                inside.put(TreePath.child("aux_addresses", name), text.text());
            }
        });
        return Block.of(subnet).map(block -> new Pool(path(key, subnet), subnet, block, inside));
    }

    /** Of the pool of {@code networks.KEY} that has this subnet. */
    static String path(String key, String subnet) {
        return TreePath.child("networks", key) + ".ipam.config[" + subnet + "]";
    }
}
