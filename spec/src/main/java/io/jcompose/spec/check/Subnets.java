package io.jcompose.spec.check;

import io.jcompose.spec.Network;
import io.jcompose.spec.Project;
import io.jcompose.spec.decode.Addresses;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Subnets do not overlap, and a gateway lies in its subnet. */
final class Subnets implements Check {
    private record Owned(String key, Addresses.Range range) {}

    @Override
    public void run(Project project, Report report) {
        List<Owned> owned = new ArrayList<>();
        project.networks().forEach((key, network) -> {
            Optional<Addresses.Range> range = range(network);
            gateway(key, network, range, report);
            part(key, network, range, report);
            range.filter(found -> !network.external()).ifPresent(found -> owned.add(new Owned(key, found)));
        });
        owned.sort(
                (one, other) -> Long.compare(one.range().first(), other.range().first()));
        for (int i = 1; i < owned.size(); i++) {
            overlap(owned.get(i - 1), owned.get(i), report);
        }
    }

    /** Of ranges sorted by their start, some two overlap only if two neighbours do. */
    private static void overlap(Owned lower, Owned upper, Report report) {
        if (lower.range().overlaps(upper.range())) {
            report.error(
                    path(upper.key(), "subnet"),
                    "subnet of network \"" + upper.key() + "\" overlaps that of network \"" + lower.key() + "\"",
                    "give each network addresses of its own");
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

    /** Of the first pool: addresses are taken from a part of the subnet. */
    private static void part(String key, Network network, Optional<Addresses.Range> subnet, Report report) {
        String written = String.valueOf(network.subnet());
        network.further()
                .text("ipam", "config", written, "ip_range")
                .filter(part -> Addresses.range(part)
                        .flatMap(range -> subnet.filter(whole ->
                                whole.contains(range.first()) && whole.contains(range.first() + range.size() - 1)))
                        .isEmpty())
                .ifPresent(part -> report.error(
                        path(key, "ip_range"),
                        "ip_range " + part + " is not in the subnet of network \"" + key + "\"",
                        "subnet: " + written));
    }

    static Optional<Addresses.Range> range(Network network) {
        return Optional.ofNullable(network.subnet()).flatMap(Addresses::range);
    }

    private static String path(String key, String attribute) {
        return "networks." + key + ".ipam.config[0]." + attribute;
    }
}
