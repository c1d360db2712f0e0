package io.jcompose.orchestrator.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jcompose.orchestrator.asked.DownAsked;
import io.jcompose.orchestrator.asked.UpAsked;
import io.jcompose.orchestrator.client.Await;
import io.jcompose.orchestrator.client.ContainerRow;
import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.DownRequest;
import io.jcompose.orchestrator.client.MessageStream;
import io.jcompose.orchestrator.client.Notice;
import io.jcompose.orchestrator.client.UpRequest;
import io.jcompose.spec.LoadRequest;
import io.jcompose.spec.text.Loader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Networks and volumes that the file describes otherwise than they were made, with real containers on them. */
@Timeout(120)
class RemakeKernelTest extends DaemonOnAHost {
    private static final int PORT = 18085;

    /** The probe of web asks db by its name: it is healthy when both are on one network that works. */
    private static final String YAML = """
            services:
              db:
                image: jcompose/shell
                command: [/srv/serve, "5432"]
                init: true
                volumes: ["./serve:/srv/serve:ro", "data:/data"]
                networks: [front]
              web:
                image: jcompose/shell
                command: [/srv/serve, "80"]
                init: true
                volumes: ["./serve:/srv/serve:ro"]
                networks: [front]
                ports: ["18085:80"]
                depends_on: [db]
                healthcheck:
                  test: [CMD, bash, -c, "exec 3<>/dev/tcp/db/5432 && read -r line <&3"]
                  interval: 50ms
                  timeout: 2s
            networks: {front: {ipam: {config: [{subnet: 10.91.1.0/24}]}}}
            volumes: {data: {labels: {tier: one}}}
            """;

    private static final String OTHER = """
            services: {a: {image: jcompose/shell, command: [sleep, "1000"], init: true, networks: [n], volumes: ["v:/v"]}}
            networks: {n: {name: shop_front}}
            volumes: {v: {name: shop_data}}
            """;

    @BeforeEach
    void isUp() throws Exception {
        stack.up(YAML);
        Files.writeString(data(), "precious");
    }

    @Override
    void down() throws Exception {
        finish(stack.client().down("other", DownRequest.of(DownAsked.EVERYTHING)));
        stack.down(unprotected());
    }

    private static DownRequest unprotected() {
        return new DownRequest(DownAsked.EVERYTHING, List.of("shop_data"));
    }

    private static void finish(MessageStream work) throws DaemonException {
        try (work) {
            work.finish(step -> {});
        }
    }

    private static Path data() {
        return host.directories().root().resolve("volumes/shop_data/_data/file");
    }

    private static List<String> ids() throws Exception {
        return stack.status().containers().stream().map(ContainerRow::id).toList();
    }

    private static UpRequest other(String yaml) throws Exception {
        var loaded = Loader.load(new LoadRequest(
                List.of("-"), host.base(), null, "other", List.of(), List.of(), Map.of(), List.of(), () -> yaml));
        return UpRequest.of(loaded, UpAsked.USUAL, Await.NOTHING);
    }

    private static void worksOn(String network, String subnet) throws Exception {
        Patience.until(() -> assertThat(stack.row("web").health()).isEqualTo("healthy"));
        for (ContainerRow row : stack.status().containers()) {
            assertThat(row.addresses()).containsOnlyKeys(network);
            assertThat(row.addresses().get(network)).startsWith(subnet);
        }
        String web = stack.row("web").id().substring(0, 12);
        Patience.until(() -> assertThat(host.ask(PORT)).isEqualTo(web + "\n"));
    }

    @Test
    void containersStayAndFindEachOtherOnTheNetworkThatWasMadeAnew() throws Exception {
        List<String> before = ids();
        String changed = YAML.replace("10.91.1", "10.91.2");
        assertThat(stack.plan(changed))
                .contains("recreate network shop_front (ipam.config[0].subnet \"10.91.1.0/24\" -> \"10.91.2.0/24\")");
        stack.up(changed);
        assertThat(ids()).isEqualTo(before);
        worksOn("shop_front", "10.91.2.");
        assertThat(data()).hasContent("precious");
        assertThat(stack.plan(changed)).isEmpty();
    }

    @Test
    void aRenamedNetworkTakesItsContainersAlongAndIsGone() throws Exception {
        List<String> before = ids();
        stack.up(YAML.replace("front: {ipam", "front: {name: street, ipam"));
        assertThat(ids()).isEqualTo(before);
        worksOn("street", "10.91.1.");
        assertThat(new Leaks(host).leases()).noneMatch(line -> line.contains("shop_front"));
    }

    @Test
    void aNetworkThatCannotBeMadeLeavesTheOldOne() throws Exception {
        finish(stack.client()
                .up("other", other(OTHER.replace("name: shop_front", "ipam: {config: [{subnet: 10.91.7.0/24}]}"))));
        List<String> before = ids();
        assertThatThrownBy(() -> stack.up(YAML.replace("10.91.1", "10.91.7"))).hasMessageContaining("overlaps");
        assertThat(ids()).isEqualTo(before);
        worksOn("shop_front", "10.91.1.");
    }

    @Test
    void dataIsKeptUntilSomebodyAgreesToLoseIt() throws Exception {
        String changed = YAML.replace("tier: one", "tier: two");
        List<String> before = ids();
        assertThat(stack.up(changed).notices())
                .containsExactly(new Notice(
                        "volume \"shop_data\" exists but doesn't match configuration in compose file: labels.tier"
                                + " \"one\" -> \"two\"; it is kept as it is, -y makes it anew without its data",
                        "volumes.data.labels.tier"));
        assertThat(ids()).isEqualTo(before);
        assertThat(data()).hasContent("precious");
        assertThat(stack.client().mismatches(Stack.PROJECT, stack.request(changed)))
                .singleElement()
                .satisfies(one -> assertThat(one.loss().bytes()).isEqualTo(8));
        assertThat(stack.up(stack.request(changed).discarding(List.of("shop_data")))
                        .notices())
                .isEmpty();
        assertThat(data()).doesNotExist();
        assertThat(ids().get(0)).isNotEqualTo(before.get(0));
        assertThat(ids().get(1)).as("web has nothing to do with it").isEqualTo(before.get(1));
        worksOn("shop_front", "10.91.1.");
    }

    @Test
    void protectedDataIsNotLostEvenWhenSomebodyAgrees() throws Exception {
        stack.down(unprotected());
        String guarded = YAML.replace("tier: one}", "tier: one}, x-protected: true");
        stack.up(guarded);
        Files.writeString(data(), "precious");
        String changed = guarded.replace("tier: one", "tier: two");
        for (String yaml : List.of(changed, changed.replace(", x-protected: true", ""))) {
            assertThatThrownBy(() -> stack.up(stack.request(yaml).discarding(List.of("shop_data"))))
                    .hasMessageContaining("volume \"shop_data\" is protected (x-protected)");
        }
        assertThat(data()).hasContent("precious");
        assertThat(stack.up(changed).notices())
                .extracting(Notice::message)
                .first()
                .asString()
                .contains("being protected");
    }

    @Test
    void whatAnotherProjectUsesIsNotMadeAnewAndItUsesWhatIsThere() throws Exception {
        try (MessageStream work = stack.client().up("other", other(OTHER))) {
            assertThat(work.finish(step -> {}).notices())
                    .extracting(Notice::message)
                    .satisfiesExactly(
                            network -> assertThat(network)
                                    .startsWith("network shop_front was found but has incorrect label")
                                    .contains("\"shop\""),
                            volume -> assertThat(volume)
                                    .startsWith(
                                            "volume \"shop_data\" already exists but was created for project \"shop\""));
        }
        List<String> before = ids();
        assertThatThrownBy(() -> stack.up(YAML.replace("10.91.1", "10.91.2")))
                .hasMessageContaining("container other-a-1 of project other uses it");
        assertThatThrownBy(() -> stack.up(
                        stack.request(YAML.replace("tier: one", "tier: two")).discarding(List.of("shop_data"))))
                .hasMessageContaining("container other-a-1 of project other uses it");
        finish(stack.client().down("other", DownRequest.of(DownAsked.EVERYTHING)));
        assertThat(ids()).isEqualTo(before);
        assertThat(data()).as("of a project that is up").hasContent("precious");
        worksOn("shop_front", "10.91.1.");
    }

    @Test
    void whatIsExternalAndMissingIsToldBeforeAnythingIsDone() throws Exception {
        String yaml = OTHER.replace("name: shop_front", "external: true").replace("name: shop_data", "external: true");
        assertThatThrownBy(() -> finish(stack.client().up("other", other(yaml))))
                .isInstanceOfSatisfying(DaemonException.Refused.class, refused -> {
                    assertThat(refused).hasMessage("network n declared as external, but could not be found");
                    assertThat(refused.path()).isEqualTo("networks.n");
                    assertThat(refused.more())
                            .singleElement()
                            .satisfies(more -> assertThat(more.message()).isEqualTo("external volume \"v\" not found"));
                });
        assertThat(stack.client().project("other")).isEmpty();
    }
}
