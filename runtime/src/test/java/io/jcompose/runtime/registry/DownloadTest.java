package io.jcompose.runtime.registry;

import static io.jcompose.runtime.registry.FakeRegistry.header;
import static io.jcompose.runtime.registry.FakeRegistry.reply;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.manifest.Descriptor;
import io.jcompose.runtime.manifest.Digest;
import io.jcompose.runtime.manifest.ImageReference;
import io.jcompose.runtime.manifest.MediaTypes;
import io.jcompose.runtime.manifest.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DownloadTest {
    private static final byte[] LAYER = new byte[300_000];

    private FakeRegistry registry;
    private Descriptor layer;

    static {
        new Random(1).nextBytes(LAYER);
    }

    @BeforeEach
    void begin() throws IOException {
        registry = new FakeRegistry();
        layer = registry.blob(LAYER);
    }

    @AfterEach
    void end() {
        registry.close();
    }

    private Download find(String reference) throws ContainerException {
        return Download.find(
                Remote.connect(registry.tools(), registry.endpoint()),
                ImageReference.parse(registry.host() + "/" + reference),
                Platform.host());
    }

    private byte[] layerOf(String reference) throws ContainerException, IOException {
        try (InputStream in = find(reference).open(layer, 0)) {
            return in.readAllBytes();
        }
    }

    @Test
    void anImageIsFetchedByteForByte() throws ContainerException, IOException {
        byte[] manifest = registry.image("1", layer);

        assertThat(find("app:1").manifest()).isEqualTo(manifest);
        assertThat(layerOf("app:1")).isEqualTo(LAYER);
        assertThat(layerOf("app@" + Digest.of(manifest))).isEqualTo(LAYER);
    }

    @Test
    void anIndexLeadsToTheImageOfThisHost() throws ContainerException {
        byte[] manifest = registry.image("amd", layer);
        byte[] top = registry.manifest("1", index(Platform.host().architecture(), Digest.of(manifest)));

        Download download = find("app:1");

        assertThat(download.manifest()).isEqualTo(manifest);
        assertThat(download.named()).isEqualTo(Digest.of(top));
    }

    @Test
    void aServerThatOnlyAProxyKnowsIsAskedThroughIt() throws ContainerException, IOException {
        byte[] manifest = registry.image("1", layer);
        var proxy = InetSocketAddress.createUnresolved(
                "127.0.0.1", Integer.parseInt(registry.host().split(":")[1]));
        registry.proxies = new Proxies(null, proxy, List.of());
        var endpoint = new Endpoints.Endpoint("registry.invalid", List.of(URI.create("http://registry.invalid")));
        Remote remote = Remote.connect(registry.tools(), endpoint);

        ImageReference name = ImageReference.parse("registry.invalid/app:1");
        assertThat(Download.find(remote, name, Platform.host()).manifest()).isEqualTo(manifest);
        assertThat(registry.requests)
                .anyMatch(request -> request.contains("http://registry.invalid/v2/app/manifests/1"));
    }

    private static String index(String architecture, Digest digest) {
        return "{\"schemaVersion\":2,\"mediaType\":\"" + MediaTypes.OCI_INDEX + "\",\"manifests\":[{\"mediaType\":\""
                + MediaTypes.OCI_MANIFEST + "\",\"digest\":\"" + digest
                + "\",\"size\":10,\"platform\":{\"os\":\"linux\",\"architecture\":\"" + architecture + "\"}}]}";
    }

    @Test
    void aCutConnectionGoesOnWhereItBroke() throws ContainerException, IOException {
        registry.image("1", layer);
        registry.first(2, "GET /v2/app/blobs/" + layer.digest(), (exchange, request) -> {
            exchange.sendResponseHeaders(200, LAYER.length);
            exchange.getResponseBody().write(LAYER, 0, 100_000);
            return true;
        });

        assertThat(layerOf("app:1")).isEqualTo(LAYER);
        assertThat(registry.requests).anyMatch(request -> request.matches(".* bytes=[1-9][0-9]*-"));
        assertThat(registry.pauses).isNotEmpty();
        assertThat(registry.told.get(0)).contains("attempt 2 of 3 in 100 ms");
    }

    @Test
    void aStoreThatHasTheBeginningGetsTheRest() throws ContainerException, IOException {
        registry.image("1", layer);
        try (InputStream in = find("app:1").open(layer, 299_990)) {
            assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(LAYER, 299_990, 300_000));
        }
        assertThat(registry.requests).last().asString().endsWith("bytes=299990-");
    }

    @Test
    void aRegistryWithoutRangesIsReadFromTheBeginning() throws ContainerException, IOException {
        registry.image("1", layer);
        registry.trick(
                (exchange, request) -> request.contains(layer.digest().toString()) && reply(exchange, 200, LAYER));

        try (InputStream in = find("app:1").open(layer, 299_990)) {
            assertThat(in.readAllBytes()).hasSize(10);
        }
    }

    @Test
    void aSilentRegistryIsGivenUp() {
        registry.image("1", layer);
        registry.trick((exchange, request) -> {
            if (!request.contains(layer.digest().toString())) {
                return false;
            }
            exchange.sendResponseHeaders(200, LAYER.length);
            exchange.getResponseBody().write(LAYER, 0, 10);
            exchange.getResponseBody().flush();
            return registry.hang();
        });

        assertThatThrownBy(() -> layerOf("app:1")).hasMessageContaining("no more than 10 bytes came in");
    }

    @Test
    void aRegistryThatNeverAnswersIsGivenUp() {
        registry.trick((exchange, request) -> request.startsWith("GET /v2/app/manifests") && registry.hang());

        assertThatThrownBy(() -> find("app:1")).hasMessageContaining("did not answer in");
        assertThat(registry.pauses).containsExactly(Duration.ofMillis(100), Duration.ofMillis(200));
    }

    @Test
    void aWrongSizeIsRefused() {
        registry.image("1", layer);
        registry.trick((exchange, request) ->
                request.contains(layer.digest().toString()) && reply(exchange, 200, new byte[10]));

        assertThatThrownBy(() -> layerOf("app:1"))
                .hasMessageContaining("has 10 bytes of blob " + layer.digest() + " where the manifest says 300000");
    }

    @Test
    void neverMoreBytesComeThanTheManifestSays() throws ContainerException, IOException {
        registry.image("1", layer);
        registry.trick((exchange, request) -> {
            if (!request.contains(layer.digest().toString())) {
                return false;
            }
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(LAYER);
            exchange.getResponseBody().write(LAYER);
            return true;
        });

        assertThat(layerOf("app:1")).isEqualTo(LAYER);
    }

    @Test
    void aManifestThatIsNotItsDigestIsRefused() {
        byte[] manifest = registry.image("1", layer);
        registry.manifests.put(Digest.of(manifest).toString(), "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8));

        assertThatThrownBy(() -> find("app@" + Digest.of(manifest))).hasMessageContaining("came as other content");
    }

    @Test
    void aHugeManifestIsNotRead() {
        registry.trick((exchange, request) -> {
            if (!request.startsWith("GET /v2/app/manifests")) {
                return false;
            }
            exchange.sendResponseHeaders(200, 0);
            byte[] megabyte = new byte[1 << 20];
            for (int i = 0; i < 100; i++) {
                exchange.getResponseBody().write(megabyte);
            }
            return true;
        });

        assertThatThrownBy(() -> find("app:1")).hasMessageContaining("sends a manifest of more than 4194304 bytes");
    }

    @Test
    void indexesThatNameEachOtherAreRefused() {
        Digest a = Digest.of(new byte[] {1});
        Digest b = Digest.of(new byte[] {2});
        registry.trick((exchange, request) -> {
            String next = request.endsWith(a.toString()) ? b.toString() : a.toString();
            return request.startsWith("GET /v2/app/manifests")
                    && reply(
                            exchange,
                            200,
                            index(Platform.host().architecture(), Digest.parse(next))
                                    .getBytes(java.nio.charset.StandardCharsets.UTF_8));
        });

        assertThatThrownBy(() -> find("app:1")).hasMessageContaining("came as other content");
    }

    @Test
    void indexesThatLieDeepAreRefused() {
        Digest next = Digest.of(registry.image("0", layer));
        for (int depth = 1; depth < 8; depth++) {
            next = Digest.of(
                    registry.manifest("d" + depth, index(Platform.host().architecture(), next)));
        }

        assertThatThrownBy(() -> find("app:d7")).hasMessageContaining("lie more than 4 deep");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///etc/shadow",
                "http://169.254.169.254/x?X-Amz-Signature=secret",
                "gopher://x/#secret",
                "http://secret:secret@127.0.0.1/"
            })
    void aRedirectToSomewhereElseIsNotFollowed(String target) {
        registry.image("1", layer);
        registry.trick((exchange, request) -> {
            header(exchange, "Location", target);
            return request.contains(layer.digest().toString()) && reply(exchange, 307, new byte[0]);
        });

        assertThatThrownBy(() -> layerOf("app:1"))
                .hasMessageContaining("leads to "
                        + target.replaceAll("[?#].*", "").replace("secret:secret@", "")
                        + ", which is refused: ")
                .hasMessageNotContaining("secret");
    }

    @Test
    void redirectsInACircleEnd() {
        registry.trick((exchange, request) -> {
            header(exchange, "Location", request.substring("GET ".length()));
            return request.startsWith("GET /v2/app/manifests") && reply(exchange, 302, new byte[0]);
        });

        assertThatThrownBy(() -> find("app:1")).hasMessageContaining("redirects more than 5 times");
    }

    @Test
    void aRegistryThatIsTiredIsAskedAgainWhenItSays() throws ContainerException, IOException {
        registry.image("1", layer);
        registry.first(1, "GET /v2/app/manifests", (exchange, request) -> {
            header(exchange, "Retry-After", "7");
            return reply(exchange, 429, new byte[0]);
        });

        assertThat(layerOf("app:1")).isEqualTo(LAYER);
        assertThat(registry.pauses).containsExactly(Duration.ofSeconds(7));
    }

    @Test
    void aRegistryThatIsTiredForLongIsLeftAlone() {
        registry.trick((exchange, request) -> {
            header(exchange, "Retry-After", "3600");
            return request.startsWith("GET /v2/app/manifests") && reply(exchange, 429, new byte[0]);
        });

        assertThatThrownBy(() -> find("app:1")).hasMessageContaining("too many requests: the rate is limited");
        assertThat(registry.pauses).isEmpty();
    }

    @Test
    void aMissingImageIsNotAskedForTwice() {
        assertThatThrownBy(() -> find("app:none"))
                .isInstanceOf(Refusal.Absent.class)
                .hasMessageContaining("answers 404 (MANIFEST_UNKNOWN, not here)");
        assertThat(registry.pauses).isEmpty();
    }

    @Test
    void nobodyListeningIsSaidAtOnce() {
        registry.close();
        assertThatThrownBy(() -> find("app:1"))
                .hasMessageContaining("the connection is refused: nothing listens there, or a firewall forbids it");
        assertThat(registry.pauses).isEmpty();
    }

    @Test
    void aRegistryThatEndsInBetweenIsWaitedForAWhile() throws ContainerException {
        registry.image("1", layer);
        registry.trick((exchange, request) -> {
            if (!request.contains(layer.digest().toString())) {
                return false;
            }
            exchange.sendResponseHeaders(200, LAYER.length);
            exchange.getResponseBody().write(LAYER, 0, 100);
            exchange.getResponseBody().flush();
            return registry.hang();
        });
        Download download = find("app:1");
        assertThatThrownBy(() -> {
                    try (InputStream in = download.open(layer, 0)) {
                        in.readNBytes(50);
                        registry.close();
                        in.readAllBytes();
                    }
                })
                .hasMessageContaining("the connection is refused");
        assertThat(registry.pauses).hasSize(2);
        assertThatThrownBy(() -> download.open(layer, 100))
                .as("the store asks again at once")
                .hasMessageContaining("the connection is refused");
        assertThat(registry.pauses).hasSize(2);
    }

    @Test
    void anAddressThatCannotBeIsRefused() {
        Endpoints.Endpoint nowhere = Endpoints.own("127.0.0.1:99999", RegistrySettings.USUAL);
        assertThatThrownBy(() -> Remote.connect(registry.tools(), nowhere)).isInstanceOf(ContainerException.class);
        Endpoints.Endpoint noHost = Endpoints.own("1.2.3.999", RegistrySettings.USUAL);
        assertThatThrownBy(() -> Remote.connect(registry.tools(), noHost)).isInstanceOf(ContainerException.class);
    }

    @Test
    void anImageForAnotherPlatformIsRefusedBeforeItsLayersAreFetched() {
        Descriptor config = registry.blob(
                "{\"os\":\"linux\",\"architecture\":\"s390x\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        registry.manifest(
                "1",
                "{\"schemaVersion\":2,\"config\":" + FakeRegistry.json(config) + ",\"layers\":["
                        + FakeRegistry.json(layer) + "]}");

        assertThatThrownBy(() -> find("app:1")).hasMessageStartingWith("it is for linux/s390x only");
        assertThat(registry.requests)
                .noneMatch(request -> request.contains(layer.digest().toString()));
    }
}
