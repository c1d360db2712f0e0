package io.jcompose.network.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jcompose.network.Endpoint;
import io.jcompose.network.EndpointSpec;
import io.jcompose.network.NetworkDamage;
import io.jcompose.network.NetworkException;
import io.jcompose.network.NetworkSpec;
import io.jcompose.network.NetworkState;
import io.jcompose.network.Publication;
import io.jcompose.network.Transport;
import io.jcompose.network.firewall.Firewall;
import io.jcompose.network.firewall.NfTables;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RepairKernelTest {
    private ScratchHost host;
    private NetworkState front;
    private Endpoint web;
    private List<Publication> published;

    @BeforeEach
    void aPublishedContainer() throws Exception {
        host = new ScratchHost();
        front = host.network("front");
        host.container("web", "front");
        web = host.networks().endpoints().get(0);
        published =
                List.of(new Publication(null, 8080, Transport.TCP, List.of(new Publication.Target(web.address(), 80))));
        host.networks().publish(published);
        host.serve("web", 80);
        assertThat(host.networks().check().isEmpty()).isTrue();
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        host.close();
    }

    private String fromOutside() throws Exception {
        return host.tcp("outside", ScratchHost.HOST_ADDRESS, 8080);
    }

    private boolean deleteLink(String name) throws Exception {
        return host.links("host", links -> {
            links.delete(name);
            return true;
        });
    }

    @Test
    void aDeletedBridgeIsNamedAndMadeAgain() throws Exception {
        deleteLink(front.bridge());

        NetworkDamage damage = host.networks().check();
        assertThat(damage.networks()).containsExactly("front");
        assertThat(damage.endpoints()).containsExactly(new NetworkDamage.Key("web", "front"));

        assertThat(host.network("front")).isEqualTo(front);
        host.connect("web", "front");
        assertThat(host.networks().check().isEmpty()).isTrue();
        assertThat(fromOutside()).startsWith("web ");
    }

    @Test
    void aDeletedVethIsNamedAndMadeAgainWithItsAddress() throws Exception {
        deleteLink(web.hostInterface());

        assertThat(host.networks().check())
                .isEqualTo(new NetworkDamage(
                        java.util.Set.of(), java.util.Set.of(new NetworkDamage.Key("web", "front")), false));

        assertThat(host.connect("web", "front")).isEqualTo(web.address());
        assertThat(host.networks().check().isEmpty()).isTrue();
        assertThat(fromOutside()).startsWith("web ");
    }

    @Test
    void aDeletedTableIsNamedAndMadeAgain() throws Exception {
        host.deleteTable();

        assertThat(host.networks().check().table()).isTrue();
        assertThat(fromOutside()).startsWith("! ");

        host.networks().publish(published);
        assertThat(host.networks().check().isEmpty()).isTrue();
        assertThat(fromOutside()).startsWith("web ");
    }

    @Test
    void aKilledDaemonsSuccessorFindsEverythingAndPublishedPortsStayUp() throws Exception {
        int port = host.networks().reserve("web", null, 8080, 8080, Transport.TCP);
        host.restart();

        assertThat(fromOutside()).startsWith("web ");
        assertThat(host.networks().networks()).containsOnlyKeys("front").containsValue(front);
        assertThat(host.networks().endpoints()).containsExactly(web);
        assertThat(host.networks().check().isEmpty()).isTrue();
        assertThat(host.networks().reserve("web", null, 8080, 8080, Transport.TCP))
                .isEqualTo(port);
        host.network("second");
        assertThat(fromOutside()).startsWith("web ");
    }

    @Test
    void afterARebootTheSameSubnetAndAddressComeBack() throws Exception {
        host.reboot();
        assertThat(host.networks().check().networks()).containsExactly("front");
        assertThat(host.networks().check().table()).isTrue();

        assertThat(host.network("front")).isEqualTo(front);
        assertThat(host.connect("web", "front")).isEqualTo(web.address());
        host.networks().publish(published);
        host.serve("web", 80);

        assertThat(host.networks().check().isEmpty()).isTrue();
        assertThat(fromOutside()).startsWith("web ");
    }

    @Test
    void doingEverythingAgainChangesNothing() throws Exception {
        Endpoint again =
                host.networks().connect(new EndpointSpec("web", host.path("web"), "front", "eth0", true, null));

        assertThat(again).isEqualTo(web);
        assertThat(host.network("front")).isEqualTo(front);
        assertThat(fromOutside()).startsWith("web ");
    }

    @Test
    void disconnectAndRemoveLeaveNothing() throws Exception {
        assertThatThrownBy(() -> host.networks().remove("front"))
                .isInstanceOf(NetworkException.class)
                .hasMessageContaining("containers");
        host.networks().disconnect("web", "front");
        host.networks().disconnect("web", "front");
        host.networks().remove("front");
        host.networks().remove("front");

        assertThat(host.tableExists()).isFalse();
        assertThat(host.linksOfOurs()).isEmpty();
        assertThat(host.networks().networks()).isEmpty();
    }

    @Test
    void theTableOfADaemonThatWasKilledGoesWithItsLastNetwork() throws Exception {
        deleteLink(front.bridge());
        host.restart();
        host.networks().disconnect("web", "front");
        host.networks().remove("front");

        assertThat(host.tableExists()).isFalse();
    }

    @Test
    void aChangedTableIsNamed() throws Exception {
        host.in("host", () -> {
            try (NfTables tables = NfTables.open(host.kernel())) {
                tables.replace(Firewall.ruleset(host.layout().tableName(), List.of(), List.of(), List.of()));
                return true;
            }
        });

        assertThat(host.networks().check().table()).isTrue();
        host.networks().publish(published);
        assertThat(host.networks().check().isEmpty()).isTrue();
        assertThat(fromOutside()).startsWith("web ");
    }

    @Test
    void aLinkWithoutALeaseIsRemovedByTheCheck() throws Exception {
        String lease = Files.readString(host.layout().stateFile());
        NetworkState second = host.network("second");
        host.networks().close();
        Files.writeString(host.layout().stateFile(), lease);
        host.forget();

        host.networks().check();

        boolean gone = host.links("host", links -> links.find(second.bridge()) == null);
        assertThat(gone).isTrue();
        assertThat(fromOutside()).startsWith("web ");
    }

    @Test
    void aTakenPortIsNamedWithTheProgramThatHasIt() throws Exception {
        host.serve("host", 7070);

        assertThatThrownBy(() -> host.networks().reserve("web", null, 7070, 7070, Transport.TCP))
                .isInstanceOf(NetworkException.PortTaken.class)
                .hasMessageContaining("7070/tcp is in use by java (pid ");
        assertThat(host.networks().reserve("web", null, 7070, 7072, Transport.TCP))
                .isEqualTo(7071);
        host.networks().release("web");
        host.networks().release("web");
    }

    @Test
    void aReservedPortIsNobodyElses() throws Exception {
        int port = host.networks().reserve("web", null, 0, 0, Transport.TCP);

        assertThatThrownBy(() -> host.serve("host", port)).isInstanceOf(java.net.BindException.class);
        assertThatThrownBy(() -> host.networks().reserve("other", null, port, port, Transport.TCP))
                .isInstanceOf(NetworkException.PortTaken.class)
                .hasMessageContaining("published by web");
        host.networks().release("web");
        assertThat(host.networks().reserve("other", null, port, port, Transport.TCP))
                .isEqualTo(port);
    }

    @Test
    void aStaticAddressIsKeptFromOthers() throws Exception {
        host.networks().ensure(new NetworkSpec("fixed", false, "10.77.0.0/29", "10.77.0.6"));
        host.namespace("a");
        host.namespace("b");
        var a = new EndpointSpec("a", host.path("a"), "fixed", "eth0", true, "10.77.0.1");

        assertThat(host.networks().connect(a).address()).isEqualTo("10.77.0.1");
        assertThat(host.connect("b", "fixed")).isEqualTo("10.77.0.2");
        assertThatThrownBy(() -> host.networks()
                        .connect(new EndpointSpec("c", host.path("b"), "fixed", "eth1", true, "10.77.0.1")))
                .isInstanceOf(NetworkException.AddressesExhausted.class)
                .hasMessageContaining("in use by a");
    }
}
