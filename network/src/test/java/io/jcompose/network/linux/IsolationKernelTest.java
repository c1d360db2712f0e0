package io.jcompose.network.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.jcompose.network.NetworkSpec;
import io.jcompose.network.Publication;
import io.jcompose.network.Transport;
import io.jcompose.network.address.Ipv4;
import io.jcompose.network.link.LinkAddress;
import io.jcompose.network.link.Sysctl;
import io.jcompose.network.netlink.Netns;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IsolationKernelTest {
    private ScratchHost host;

    @BeforeEach
    void host() throws Exception {
        host = new ScratchHost();
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        host.close();
    }

    @Test
    void aContainerReachesTheWorldWithTheHostsAddress() throws Exception {
        host.network("front");
        host.container("web", "front");
        host.serve("outside", 80);

        assertThat(host.tcp("web", ScratchHost.OUTSIDE_ADDRESS, 80)).isEqualTo("outside " + ScratchHost.HOST_ADDRESS);
    }

    @Test
    void containersOfOneNetworkReachEachOther() throws Exception {
        host.network("front");
        String web = host.container("web", "front");
        String client = host.container("client", "front");
        host.serve("web", 80);

        assertThat(host.tcp("client", web, 80)).isEqualTo("web " + client);
        assertThat(host.udp("client", web, 80)).isEqualTo("web " + client);
    }

    @Test
    void containersOfDifferentNetworksDoNotReachEachOtherButForPublishedPorts() throws Exception {
        host.network("front");
        host.network("back");
        String web = host.container("web", "front");
        host.container("other", "back");
        host.serve("web", 80);
        host.networks()
                .publish(List.of(new Publication(null, 8080, Transport.TCP, List.of(new Publication.Target(web, 80)))));

        assertThat(host.tcp("other", web, 80)).startsWith("! ");
        assertThat(host.tcp("other", ScratchHost.HOST_ADDRESS, 8080)).startsWith("web ");
    }

    @Test
    void theWorldDoesNotReachAContainersAddressThroughTheHost() throws Exception {
        host.network("front");
        String web = host.container("web", "front");
        host.serve("web", 80);
        host.links("outside", links -> {
            links.setDefaultRoute(
                    links.all().stream()
                            .filter(link -> link.name().equals("eth0"))
                            .findFirst()
                            .orElseThrow()
                            .index(),
                    Ipv4.parse(ScratchHost.HOST_ADDRESS));
            return web;
        });

        assertThat(host.tcp("outside", web, 80)).startsWith("! ");
    }

    @Test
    void anInternalNetworkHasNoWayOutAndNoPublishedPorts() throws Exception {
        host.networks().ensure(new NetworkSpec("inner", true, null, null));
        String hidden = host.container("hidden", "inner");
        String sibling = host.container("sibling", "inner");
        host.serve("hidden", 80);
        host.serve("outside", 80);
        host.networks()
                .publish(List.of(
                        new Publication(null, 8080, Transport.TCP, List.of(new Publication.Target(hidden, 80)))));

        assertThat(host.tcp("hidden", ScratchHost.OUTSIDE_ADDRESS, 80)).startsWith("! ");
        assertThat(host.tcp("outside", ScratchHost.HOST_ADDRESS, 8080)).startsWith("! ");
        assertThat(host.tcp("sibling", hidden, 80)).isEqualTo("hidden " + sibling);
    }

    @Test
    void aContainerDoesNotReachWhatListensOnTheHostsLoopback() throws Exception {
        String gateway = host.network("front").gateway();
        host.container("web", "front");
        host.serve("host", "127.0.0.1", 9000);
        assertThat(host.tcp("host", "127.0.0.1", 9000)).startsWith("host ");
        // The worst that a container with NET_ADMIN can do: its own loopback away, and the host's behind the gateway.
        host.links("web", links -> {
            links.setOnlyAddress(new LinkAddress(1, Ipv4.parse("10.0.0.1"), 32));
            return true;
        });
        host.in("web", () -> {
            Sysctl.routeLocalnet(new Netns(host.kernel(), null), "eth0");
            return true;
        });

        assertThat(host.tcp("web", gateway, 9000)).startsWith("! ");
        assertThat(host.tcp("web", "127.0.0.1", 9000)).startsWith("! ");

        host.deleteTable();
        assertThat(host.tcp("web", "127.0.0.1", 9000))
                .as("it is our rule that stops it")
                .startsWith("host ");
    }
}
