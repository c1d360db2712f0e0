package io.jcompose.runtime.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jcompose.runtime.ContainerException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentReaderTest {
    private static final String HEX = "0123456789abcdef".repeat(4);
    private static final String CONFIG = "{\"digest\":\"sha256:" + HEX + "\",\"size\":7}";

    private static Document read(String json) throws ContainerException {
        return DocumentReader.read(json.getBytes(StandardCharsets.UTF_8), "web");
    }

    @Test
    void aManifestNamesItsLayersLowestFirst() throws ContainerException {
        Document document = read("{\"schemaVersion\":2,\"config\":" + CONFIG
                + ",\"layers\":[{\"mediaType\":\"a\",\"digest\":" + "\"sha256:" + HEX
                + "\",\"size\":1},{\"mediaType\":\"b\",\"digest\":\"sha256:" + HEX + "\",\"size\":2}]}");

        assertThat(document).isInstanceOfSatisfying(Document.Manifest.class, manifest -> {
            assertThat(manifest.mediaType()).isEqualTo(MediaTypes.OCI_MANIFEST);
            assertThat(manifest.config().size()).isEqualTo(7);
            assertThat(manifest.layers()).extracting(Descriptor::mediaType).containsExactly("a", "b");
        });
    }

    @Test
    void anIndexSaysForWhichPlatformEachManifestIs() throws ContainerException {
        Document document =
                read("{\"schemaVersion\":2,\"mediaType\":\"" + MediaTypes.DOCKER_LIST + "\",\"manifests\":[{"
                        + "\"digest\":\"sha256:" + HEX
                        + "\",\"size\":1,\"platform\":{\"os\":\"linux\",\"architecture\":\"arm64\","
                        + "\"variant\":\"v8\"}}]}");

        assertThat(document)
                .isInstanceOfSatisfying(
                        Document.Index.class,
                        index -> assertThat(index.manifests())
                                .extracting(Descriptor::platform)
                                .containsExactly(new Platform("linux", "arm64", "v8")));
    }

    @Test
    void textThatBecomesAHugeTreeIsRefused() {
        assertThatThrownBy(() -> read("[" + "{},".repeat(1_000_000) + "{}]")).hasMessageContaining("far too much");
    }

    @Test
    void whatAStrangerWroteIsRepeatedShortAndPlain() {
        for (String version : new String[] {"\\u001b[2J", "x".repeat(100_000)}) {
            assertThatThrownBy(() -> read("{\"schemaVersion\":\"" + version + "\"}"))
                    .satisfies(
                            e -> assertThat(e.getMessage()).hasSizeLessThan(300).doesNotContain("\u001b"));
            assertThatThrownBy(() -> read("{\"schemaVersion\":2,\"layers\":[],\"config\":{\"size\":1,\"digest\":\""
                            + version + "\"}}"))
                    .satisfies(
                            e -> assertThat(e.getMessage()).hasSizeLessThan(300).doesNotContain("\u001b"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "[] | no JSON object",
                "{\"schemaVersion\":1} | schema version is 1",
                "{\"schemaVersion\":2} | either layers or manifests",
                "{\"schemaVersion\":2,\"layers\":[],\"manifests\":[]} | either layers or manifests",
                "{\"schemaVersion\":2,\"layers\":[]} | no size",
                "{\"schemaVersion\":2,\"layers\":[],\"layers\":[]} | no JSON",
                "{\"schemaVersion\":2,\"layers\":[]}{} | no JSON",
                "{\"schemaVersion\":2,\"manifests\":{}} | no list",
                "{\"schemaVersion\":2,\"manifests\":[{\"digest\":\"sha256:x\",\"size\":1}]} | not 64 hex digits",
                "{\"schemaVersion\":2,\"manifests\":[{\"digest\":\"x\",\"size\":-1}]} | no size",
                "{\"schemaVersion\":2,\"manifests\":[],\"mediaType\":\"text/html\"} | calls itself 'text/html'",
            })
    void whatIsNoManifestIsRefusedWithASentence(String json, String why) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(ContainerException.class)
                .hasMessageContaining("the manifest of web cannot be used")
                .hasMessageContaining(why.strip());
    }

    @ParameterizedTest
    @CsvSource({
        "linux/amd64, linux/amd64",
        "x86_64, linux/amd64",
        "linux/aarch64, linux/arm64",
        "linux/arm/v7, linux/arm/v7",
    })
    void platformsAreReadInAllTheirNames(String text, String platform) throws ContainerException {
        assertThat(Platform.parse(text)).hasToString(platform);
    }
}
