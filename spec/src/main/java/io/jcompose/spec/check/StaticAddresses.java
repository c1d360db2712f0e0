package io.jcompose.spec.check;

import io.jcompose.spec.Attachment;
import io.jcompose.spec.Network;
import io.jcompose.spec.Project;
import io.jcompose.spec.Service;
import io.jcompose.spec.decode.Addresses;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A static address needs a subnet that holds it, and is given to one container. */
final class StaticAddresses implements Check {
    @Override
    public void run(Project project, Report report) {
        Map<String, String> owners = new HashMap<>();
        for (Service service : project.services().values()) {
            for (Map.Entry<String, Attachment> entry : service.networks().entrySet()) {
                String address = entry.getValue().ipv4Address();
                Network network = project.networks().get(entry.getKey());
                if (address != null && network != null) {
                    String path = "services." + service.name() + ".networks." + entry.getKey() + ".ipv4_address";
                    check(service, network, address, path, report);
                    String owner = owners.putIfAbsent(entry.getKey() + " " + address, service.name());
                    if (owner != null) {
                        report.error(
                                path, "address " + address + " is already given to service \"" + owner + "\"", null);
                    }
                }
            }
        }
    }

    private static void check(Service service, Network network, String address, String path, Report report) {
        Optional<Addresses.Range> range = Subnets.range(network);
        if (service.replicas() > 1) {
            report.error(
                    path,
                    "service \"" + service.name() + "\" has " + service.replicas() + " replicas and one static address",
                    "remove `ipv4_address`, or run one replica");
        }
        if (range.isEmpty() && !network.external()) {
            report.error(
                    path,
                    "a static address needs a network with a subnet",
                    "set `ipam.config` with a `subnet` for the network");
        }
        if (range.isPresent()
                && Addresses.ipv4(address).filter(range.get()::contains).isEmpty()) {
            report.error(path, "address " + address + " is not in the subnet " + network.subnet(), null);
        }
    }
}
