package io.jcompose.spec.check;

import io.jcompose.spec.Network;
import io.jcompose.spec.Project;
import io.jcompose.spec.Service;
import io.jcompose.spec.source.TreePath;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A static address needs a subnet that holds it, and is given to one container. */
final class StaticAddresses implements Check {
    @Override
    public void run(Project project, Report report) {
        Map<String, List<Pool>> pools = new HashMap<>();
        project.networks().forEach((key, network) -> pools.put(key, Pool.of(key, network)));
        Owners owners = new Owners(pools, new HashMap<>(), report);
        for (Service service : project.services().values()) {
            service.networks().forEach((key, attachment) -> {
                Network network = project.networks().get(key);
                if (network != null) {
                    Optional<String> ipv6 = service.further().text("networks", key, "ipv6_address");
                    Optional.ofNullable(attachment.ipv4Address())
                            .ifPresent(address -> owners.check(service, key, network, "ipv4_address", address));
                    ipv6.ifPresent(address -> owners.check(service, key, network, "ipv6_address", address));
                }
            });
        }
    }

    /**
     * Who has which address.
     *
     * @param taken service by network and address
     */
    private record Owners(Map<String, List<Pool>> pools, Map<String, String> taken, Report report) {
        void check(Service service, String key, Network network, String attribute, String address) {
            String path = TreePath.child("services", service.name()) + ".networks." + key + "." + attribute;
            Optional<Block> block = Block.of(address);
            if (service.replicas() > 1) {
                report.error(
                        path,
                        "service \"" + service.name() + "\" has " + service.replicas()
                                + " replicas and one static address",
                        "remove `" + attribute + "`, or run one replica");
            }
            if (block.isPresent() && !network.external()) {
                inSubnet(key, block.get(), path, address);
            }
            String owner = block.map(own -> taken.putIfAbsent(key + " " + own, service.name()))
                    .orElse(null);
            if (owner != null) {
                report.error(path, "address " + address + " is already given to service \"" + owner + "\"", null);
            }
        }

        private void inSubnet(String key, Block block, String path, String address) {
            List<Pool> own = pools.getOrDefault(key, List.of()).stream()
                    .filter(pool -> pool.block().isIpv6() == block.isIpv6())
                    .toList();
            Optional<Pool> holder =
                    own.stream().filter(pool -> pool.block().contains(block)).findFirst();
            if (own.isEmpty()) {
                report.error(
                        path,
                        "a static address needs a network with a subnet",
                        "set `ipam.config` with " + (block.isIpv6() ? "an IPv6" : "a") + " `subnet` for the network");
            } else if (holder.isEmpty()) {
                String subnets = own.stream().map(Pool::subnet).collect(Collectors.joining(", "));
                String where = own.size() == 1 ? "not in the subnet " : "in none of the subnets ";
                report.error(path, "address " + address + " is " + where + subnets, null);
            } else if (Optional.ofNullable(holder.get().inside().get("gateway"))
                    .flatMap(Block::of)
                    .equals(Optional.of(block))) {
                report.error(path, "address " + address + " is the gateway of network \"" + key + "\"", null);
            }
        }
    }
}
