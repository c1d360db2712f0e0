package io.jcompose.runtime.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LeadingTest {
    private static final Map<String, String> NAMES = Map.of(
            "public.example", "93.184.216.34",
            "cdn.example", "151.101.1.1",
            "sneaky.example", "10.0.0.1",
            "registry.lan", "192.168.1.5",
            "storage.lan", "192.168.1.6",
            "localhost", "127.0.0.1");

    private static InetAddress[] lookup(String host) throws UnknownHostException {
        return new InetAddress[] {InetAddress.getByName(NAMES.getOrDefault(host, host))};
    }

    private static String step(String from, String to) throws UnknownHostException {
        return new Leading(LeadingTest::lookup)
                .refusal(URI.create(from), URI.create(to))
                .orElse("followed");
    }

    @Test
    void aPublicRegistryMayLeadToAPublicServer() throws UnknownHostException {
        assertThat(step("https://public.example/v2/", "https://cdn.example/blob?sig=1"))
                .isEqualTo("followed");
    }

    @Test
    void aPublicRegistryMayNotLeadInside() throws UnknownHostException {
        String inside = "it leads to an address inside this network, which public.example is not part of";
        for (String target : new String[] {
            "https://10.1.2.3/x",
            "https://172.16.0.1/x",
            "https://192.168.0.1/x",
            "https://100.64.0.1/x",
            "https://127.0.0.1/x",
            "https://[::1]/x",
            "https://[fd00::1]/x",
            "https://[fe80::1]/x",
            "https://169.254.169.254/latest/meta-data",
            "https://0.0.0.0/x",
            "https://[::ffff:10.0.0.1]/x",
            "https://[64:ff9b::a00:1]/x",
            "https://[2002:a00:1::]/x",
            "https://224.0.0.1/x",
            "https://sneaky.example/x"
        }) {
            assertThat(step("https://public.example/v2/", target)).as(target).isEqualTo(inside);
        }
    }

    @Test
    void aPortThatCannotBeIsNoPlaceToLeadTo() throws UnknownHostException {
        assertThat(step("https://public.example/v2/", "https://cdn.example:99999/x"))
                .isEqualTo("it names no plain host");
    }

    @Test
    void nobodyMayLeadToLinkLocalAddresses() throws UnknownHostException {
        assertThat(step("http://localhost:5000/", "http://169.254.169.254/"))
                .startsWith("it leads to an address inside");
        assertThat(step("http://registry.lan/", "http://169.254.169.254/")).startsWith("it leads to an address inside");
    }

    @Test
    void aPrivateRegistryMayLeadToItsNeighboursButNotToThisHost() throws UnknownHostException {
        assertThat(step("http://registry.lan/", "http://storage.lan/")).isEqualTo("followed");
        assertThat(step("http://registry.lan/", "http://127.0.0.1:8080/")).startsWith("it leads to an address inside");
    }

    @Test
    void aRegistryOfThisHostMayLeadToThisHost() throws UnknownHostException {
        assertThat(step("http://localhost:5000/", "http://127.0.0.1:9000/")).isEqualTo("followed");
    }

    @Test
    void onlyTheWebIsFollowed() throws UnknownHostException {
        assertThat(step("https://public.example/", "file:///etc/shadow")).isEqualTo("only http and https are followed");
        assertThat(step("https://public.example/", "ftp://cdn.example/")).isEqualTo("only http and https are followed");
        assertThat(step("https://public.example/", "https:///x")).isEqualTo("it names no plain host");
        assertThat(step("https://public.example/", "https://u:p@cdn.example/")).isEqualTo("it names no plain host");
    }

    @Test
    void nothingLeadsOutOfTls() throws UnknownHostException {
        assertThat(step("https://public.example/", "http://cdn.example/")).isEqualTo("it leads from https to http");
    }

    @Test
    void aServerMayLeadToItself() throws UnknownHostException {
        assertThat(step("http://registry.lan/v2/", "http://registry.lan:80/other"))
                .isEqualTo("followed");
    }
}
