package io.jcompose.network.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AddressPoolTest {
    private static Optional<String> free(String... taken) {
        return AddressPool.DEFAULT
                .freeSubnet(List.of(taken).stream().map(Subnet::parse).toList())
                .map(Subnet::toString);
    }

    private static String next(Subnet subnet, String last, String... taken) {
        Set<Integer> used = new HashSet<>();
        for (String one : taken) {
            used.add(Ipv4.parse(one));
        }
        OptionalInt found = AddressPool.freeAddress(subnet, Ipv4.parse(last), used::contains);
        return found.isPresent() ? Ipv4.format(found.getAsInt()) : "none";
    }

    @Test
    void theFirstSubnetIsDockersFirst() {
        assertThat(free()).contains("172.17.0.0/16");
        assertThat(free("172.17.0.0/16")).contains("172.18.0.0/16");
    }

    @Test
    void routesOfTheHostAreAvoidedWhateverTheirSize() {
        assertThat(free("172.17.5.0/24", "172.18.0.0/15")).contains("172.20.0.0/16");
        assertThat(free("172.16.0.0/12")).contains("10.128.0.0/20");
        assertThat(free("172.16.0.0/12", "10.128.0.0/16", "10.129.7.7/32")).contains("10.129.16.0/20");
    }

    @Test
    void whenEverythingIsTakenThereIsNone() {
        assertThat(free("172.16.0.0/12", "10.0.0.0/8")).isEmpty();
    }

    @Test
    void everySubnetIsGivenOutOnce() {
        var pool = new AddressPool(List.of(new AddressPool.Range(Subnet.parse("10.0.0.0/24"), 28, 1)));
        List<Subnet> taken = new ArrayList<>();
        Optional<Subnet> next = pool.freeSubnet(taken);
        while (next.isPresent()) {
            taken.add(next.get());
            next = pool.freeSubnet(taken);
        }
        assertThat(taken).hasSize(15).doesNotHaveDuplicates();
        assertThat(taken.get(14)).hasToString("10.0.0.240/28");
    }

    @Test
    void addressesComeOneAfterTheOtherAndAnAddressThatWasGivenBackRests() {
        Subnet subnet = Subnet.parse("10.1.0.0/29");

        assertThat(next(subnet, "10.1.0.0", "10.1.0.1")).isEqualTo("10.1.0.2");
        assertThat(next(subnet, "10.1.0.3", "10.1.0.1", "10.1.0.3")).isEqualTo("10.1.0.4");
        assertThat(next(subnet, "10.1.0.6", "10.1.0.1", "10.1.0.6")).isEqualTo("10.1.0.2");
    }

    @Test
    void aFullSubnetHasNoAddress() {
        assertThat(next(Subnet.parse("10.1.0.0/30"), "10.1.0.2", "10.1.0.1", "10.1.0.2"))
                .isEqualTo("none");
    }

    @Test
    void anyFreeAddressIsAHostAddressAndIsFoundIfThereIsOne() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            Subnet subnet = new Subnet(random.nextInt(), 24 + random.nextInt(7));
            int hosts = subnet.broadcast() - subnet.network() - 1;
            Set<Integer> taken = new HashSet<>();
            IntStream.range(0, random.nextInt(hosts + 1))
                    .forEach(one -> taken.add(subnet.network() + 1 + random.nextInt(hosts)));
            int last = subnet.network() + random.nextInt(hosts + 2);

            OptionalInt found = AddressPool.freeAddress(subnet, last, taken::contains);

            assertThat(found.isPresent()).as("seed %d", seed).isEqualTo(taken.size() < hosts);
            found.ifPresent(address -> {
                assertThat(subnet.isHost(address)).as("seed %d", seed).isTrue();
                assertThat(taken).as("seed %d", seed).doesNotContain(address);
            });
        }
    }

    @Test
    void textIsReadStrictly() {
        assertThat(Subnet.parse("10.5.7.9/16")).hasToString("10.5.0.0/16");
        assertThat(Ipv4.format(Ipv4.parse("255.0.10.1"))).isEqualTo("255.0.10.1");
        for (String wrong : List.of("10.0.0", "10.0.0.256", "10.0.0.01", "a.b.c.d", "", "1.2.3.4.5", "::1")) {
            assertThatThrownBy(() -> Ipv4.parse(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("'" + wrong + "' is not an IPv4 address");
        }
        for (String wrong : List.of("10.0.0.0", "10.0.0.0/33", "10.0.0.0/", "/8", "10.0.0.0/-1", "fd00::/64")) {
            assertThatThrownBy(() -> Subnet.parse(wrong)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
