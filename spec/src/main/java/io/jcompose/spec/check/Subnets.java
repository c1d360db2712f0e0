package io.jcompose.spec.check;

import io.jcompose.spec.Network;
import io.jcompose.spec.Project;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Subnets do not overlap, and the addresses that a pool names lie in its subnet. */
final class Subnets implements Check {
    private record Owned(String key, Pool pool) {
        /** Each family by itself. */
        static int byAddress(Owned one, Owned other) {
            Block left = one.pool().block();
            Block right = other.pool().block();
            return left.bits() == right.bits()
                    ? left.first().compareTo(right.first())
                    : Integer.compare(left.bits(), right.bits());
        }
    }

    @Override
    public void run(Project project, Report report) {
        List<Owned> owned = new ArrayList<>();
        project.networks().forEach((key, network) -> {
            List<Pool> pools = Pool.of(key, network);
            lonelyGateway(key, network, report);
            pools.forEach(pool -> inside(key, pool, report));
            if (!network.external()) {
                pools.forEach(pool -> owned.add(new Owned(key, pool)));
            }
        });
        owned.sort(Owned::byAddress);
        for (int i = 1; i < owned.size(); i++) {
            overlap(owned.get(i - 1), owned.get(i), report);
        }
    }

    /** Of ranges sorted by their start, some two overlap only if two neighbours do. */
    private static void overlap(Owned lower, Owned upper, Report report) {
        if (lower.pool().block().overlaps(upper.pool().block())) {
            boolean same = lower.key().equals(upper.key());
            report.error(
                    upper.pool().path() + ".subnet",
                    same
                            ? "subnet of network \"" + upper.key() + "\" overlaps its subnet "
                                    + lower.pool().subnet()
                            : "subnet of network \"" + upper.key() + "\" overlaps that of network \"" + lower.key()
                                    + "\"",
                    same ? "give each pool addresses of its own" : "give each network addresses of its own");
        }
    }

    private static void lonelyGateway(String key, Network network, Report report) {
        if (network.gateway() != null && network.subnet() == null) {
            report.error(
                    Pool.path(key, "") + ".gateway",
                    "gateway " + network.gateway() + " is not in the subnet of network \"" + key + "\"",
                    "give the network a `subnet`");
        }
    }

    private static void inside(String key, Pool pool, Report report) {
        pool.inside().forEach((attribute, address) -> {
            Optional<Block> block = Block.of(address);
            if (block.filter(pool.block()::contains).isEmpty()) {
                int dot = attribute.indexOf('.');
                report.error(
                        pool.path() + "." + attribute,
                        (dot < 0 ? attribute : "auxiliary address") + " " + address
                                + " is not in the subnet of network \"" + key + "\"",
                        "subnet: " + pool.subnet());
            }
        });
    }
}
