package io.jcompose.network.address;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntPredicate;

/** Where free subnets and addresses come from. */
public final class AddressPool {
    /** Docker's sixteen-bit subnets first, then small ones for hosts with many networks: 15 and 2,048. */
    public static final AddressPool DEFAULT = new AddressPool(
            List.of(new Range(Subnet.parse("172.16.0.0/12"), 16, 1), new Range(Subnet.parse("10.128.0.0/9"), 20, 0)));

    /** Smallest subnet in which there is a gateway and a container. */
    public static final int LONGEST_PREFIX = 30;

    private final List<Range> ranges;

    AddressPool(List<Range> ranges) {
        this.ranges = ranges;
    }

    /**
     * Subnets of one size out of a big one.
     *
     * @param skipped how many of the first are left alone
     */
    record Range(Subnet whole, int prefix, int skipped) {
        List<Subnet> subnets() {
            List<Subnet> all = new ArrayList<>();
            for (int i = skipped; i < 1 << (prefix - whole.prefix()); i++) {
                all.add(new Subnet(whole.network() + (i << (32 - prefix)), prefix));
            }
            return all;
        }
    }

    /** The first subnet that overlaps none of the taken ones. */
    public Optional<Subnet> freeSubnet(Collection<Subnet> taken) {
        return ranges.stream()
                .flatMap(range -> range.subnets().stream())
                .filter(subnet -> taken.stream().noneMatch(subnet::overlaps))
                .findFirst();
    }

    /**
     * The next free host address after {@code last}, round the end to the start: an address that was given back rests
     * until the others have been used, so that who still has it in a cache reaches nobody rather than somebody else.
     */
    public static OptionalInt freeAddress(Subnet subnet, int last, IntPredicate taken) {
        int size = subnet.broadcast() - subnet.network() - 1;
        int offset = subnet.isHost(last) ? last - subnet.network() : 0;
        for (int i = 0; i < size; i++) {
            int candidate = subnet.network() + 1 + (offset + i) % size;
            if (!taken.test(candidate)) {
                return OptionalInt.of(candidate);
            }
        }
        return OptionalInt.empty();
    }
}
