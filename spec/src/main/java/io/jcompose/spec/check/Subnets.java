package io.jcompose.spec.check;

import io.jcompose.spec.Network;
import io.jcompose.spec.Project;
import io.jcompose.spec.decode.Addresses;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Subnets do not overlap, and a gateway lies in its subnet. */
final class Subnets implements Check {
    @Override
    public void run(Project project, Report report) {
        List<String> seen = new ArrayList<>();
        for (Map.Entry<String, Network> entry : project.networks().entrySet()) {
            Optional<Addresses.Range> range = range(entry.getValue());
            gateway(entry.getKey(), entry.getValue(), range, report);
            if (range.isEmpty() || entry.getValue().external()) {
                continue;
            }
            for (String other : seen) {
                Optional<Addresses.Range> taken = Optional.ofNullable(
                                project.networks().get(other))
                        .flatMap(Subnets::range)
                        .filter(range.get()::overlaps);
                if (taken.isPresent()) {
                    report.error(
                            path(entry.getKey(), "subnet"),
                            "subnet of network \"" + entry.getKey() + "\" overlaps that of network \"" + other + "\"",
                            "give each network addresses of its own");
                }
            }
            seen.add(entry.getKey());
        }
    }

    private static void gateway(String key, Network network, Optional<Addresses.Range> range, Report report) {
        String gateway = network.gateway();
        if (gateway == null) {
            return;
        }
        boolean inside = range.isPresent()
                && Addresses.ipv4(gateway).filter(range.get()::contains).isPresent();
        if (!inside) {
            report.error(
                    path(key, "gateway"),
                    "gateway " + gateway + " is not in the subnet of network \"" + key + "\"",
                    range.isEmpty() ? "give the network a `subnet`" : "subnet: " + network.subnet());
        }
    }

    static Optional<Addresses.Range> range(Network network) {
        return Optional.ofNullable(network.subnet()).flatMap(Addresses::range);
    }

    private static String path(String key, String attribute) {
        return "networks." + key + ".ipam.config[0]." + attribute;
    }
}
