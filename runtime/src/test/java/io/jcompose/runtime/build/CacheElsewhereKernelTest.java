package io.jcompose.runtime.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.jcompose.runtime.BuildRequest;
import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.Image;
import io.jcompose.runtime.RegistryAccounts;
import io.jcompose.runtime.image.ImageContent;
import io.jcompose.runtime.linux.Kernel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two hosts with nothing in common but what one writes and the other reads. */
final class CacheElsewhereKernelTest {
    private static final String TWO_STAGES = """
            FROM jcompose/shell AS made
            WORKDIR /w
            COPY in.txt .
            RUN echo $(cat in.txt) > made && date +%N > when
            RUN true
            FROM jcompose/shell
            COPY --from=made /w/made /made
            RUN cp /made /end && date +%N > /when
            CMD ["cat", "/end"]
            """;

    private BuildHost one;
    private BuildHost two;

    @BeforeEach
    void hosts() throws Exception {
        one = new BuildHost();
        two = new BuildHost();
        two.registries.shareWith(one.registries);
        one.file("in.txt", "content\n");
        two.file("in.txt", "content\n");
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        one.assertTidy();
        two.assertTidy();
        one.close();
        two.close();
    }

    private List<String> done(BuildHost host) {
        return host.seen.stream()
                .filter(line -> line.startsWith("DONE") && line.contains("RUN"))
                .toList();
    }

    @Test
    void whatOneHostDidAnotherDoesNotDoAgainAndGetsTheSameImage() throws Exception {
        Image first = one.build(TWO_STAGES, List.of(), List.of("type=registry,ref=test/cache,mode=max"));
        Image second = two.build(TWO_STAGES, List.of("test/cache"), List.of());
        assertThat(done(two)).isEmpty();
        assertThat(two.seen)
                .contains(
                        "CACHED [made 2/5] WORKDIR /w",
                        "CACHED [made 5/5] RUN true",
                        "DONE importing the cache of test/cache");
        assertThat(second.id()).isEqualTo(first.id());
        assertThat(two.read(second, "end")).contains("content\n");
    }

    @Test
    void aFolderIsACacheToo() throws Exception {
        Path folder = one.base.resolve("kept/cache");
        Image first = one.build(TWO_STAGES, List.of(), List.of("type=local,mode=max,dest=" + folder));
        Image second = two.build(TWO_STAGES, List.of("type=local,src=" + folder), List.of());
        assertThat(done(two)).isEmpty();
        assertThat(second.id()).isEqualTo(first.id());
        // Written over: the same again, and then more.
        one.file("in.txt", "other\n");
        one.build(TWO_STAGES, List.of(), List.of("type=local,mode=max,dest=" + folder));
        two.file("in.txt", "other\n");
        two.seen.clear();
        two.build(TWO_STAGES, List.of("type=local,src=" + folder), List.of());
        assertThat(done(two)).isEmpty();
    }

    @Test
    void anImageThatTellsOfItsOwnStepsIsACache() throws Exception {
        String dockerfile = "FROM jcompose/shell\nCOPY in.txt /\nRUN date +%N > /when\nCMD [\"cat\", \"/when\"]\n";
        Image first = one.build(dockerfile, List.of(), List.of("type=inline"));
        try (ImageContent content = one.store.content(first.id())) {
            one.registries.send(content, "test/image", RegistryAccounts.NONE, line -> {});
        }
        Image second = two.build(dockerfile, List.of("test/image"), List.of("type=inline"));
        assertThat(done(two)).isEmpty();
        assertThat(second.id()).isEqualTo(first.id());
        // What is built upon it is another image, and tells nothing of it.
        Image third = two.build("FROM test/built\nRUN echo 3 > /three\n", List.of(), List.of());
        try (ImageContent content = two.store.content(third.id())) {
            assertThat(new String(content.config(), StandardCharsets.UTF_8)).doesNotContain("build.cache");
        }
    }

    @Test
    void aLayoutIsAContextLikeAnImage() throws Exception {
        Path folder = one.base.resolve("layout");
        Image base = one.build("FROM scratch\nCOPY in.txt /in\n", List.of(), List.of());
        try (ImageContent content = one.store.content(base.id())) {
            new LayoutFolder(Kernel.live(), folder).write(content);
        }
        BuildRequest request = two.request("FROM base\nCOPY --from=base /in /copied\n", Map.of());
        Image image = two.build(
                request.in(request.context(), Map.of("base", "oci-layout://" + folder)), two.progress(() -> false));
        assertThat(two.read(image, "in")).contains("content\n");
        assertThat(two.read(image, "copied")).contains("content\n");
        assertThatThrownBy(() -> two.build(
                        request.in(request.context(), Map.of("base", "oci-layout://" + folder + ":missing")),
                        two.progress(() -> false)))
                .hasMessageContaining("it has no image 'missing'");
    }

    @Test
    void theLeastModeKeepsWhatTheImageHas() throws Exception {
        one.build(TWO_STAGES, List.of(), List.of("type=registry,ref=test/cache"));
        two.build(TWO_STAGES, List.of("type=registry,ref=test/cache"), List.of());
        assertThat(done(two)).hasSize(2).allMatch(line -> line.startsWith("DONE [made "));
    }

    @Test
    void layersComeWhenAStepFindsThemAndNothingIsAskedWhenThisHostKnows() throws Exception {
        one.build(TWO_STAGES, List.of(), List.of("type=registry,ref=test/cache,mode=max"));
        two.file("in.txt", "other\n");
        two.build(TWO_STAGES, List.of("test/cache"), List.of());
        // Manifest, configuration, and the layer of WORKDIR, which does not depend on the file.
        assertThat(two.registries.asked).containsExactly("open", "blob", "blob");
        two.registries.asked.clear();
        two.build(TWO_STAGES, List.of("test/cache"), List.of());
        assertThat(two.registries.asked).isEmpty();
    }

    @Test
    void whatACacheClaimedOnlyBuildsThatNameItBelieve() throws Exception {
        String dockerfile = "FROM jcompose/shell\nRUN date +%N > /when\n";
        Image first = one.build(dockerfile, List.of(), List.of("type=registry,ref=test/cache"));
        Image believed = two.build(dockerfile, List.of("test/cache"), List.of());
        Image own = two.build(dockerfile, List.of(), List.of());
        assertThat(believed.id()).isEqualTo(first.id());
        assertThat(two.read(own, "when")).isNotEqualTo(two.read(believed, "when"));
    }

    @Test
    void aCacheThatCannotBeReadIsALineAndNothingMore() throws Exception {
        String dockerfile = "FROM jcompose/shell\nRUN echo 1 > /one\n";
        two.build(dockerfile, List.of("test/nothing", "type=local,src=/nowhere/at/all"), List.of());
        assertThat(two.seen)
                .anyMatch(line -> line.startsWith("> warning: the cache of test/nothing is not used: "))
                .anyMatch(line -> line.startsWith("> warning: the cache of /nowhere/at/all is not used: "))
                .contains("DONE [2/2] RUN echo 1 > /one");
    }

    @Test
    void aCacheThatBreaksOffIsLeftOut() throws Exception {
        one.build(TWO_STAGES, List.of(), List.of("type=registry,ref=test/cache,mode=max"));
        two.registries.broken = true;
        Image image = two.build(TWO_STAGES, List.of("test/cache"), List.of());
        assertThat(done(two)).hasSize(3);
        assertThat(two.seen)
                .filteredOn(line -> line.contains("the registry is gone"))
                .hasSize(1);
        assertThat(two.read(image, "end")).contains("content\n");
    }

    @Test
    void aLayerThatIsNotWhatItsDigestSaysIsNotTaken() throws Exception {
        Path folder = one.base.resolve("kept");
        one.build(TWO_STAGES, List.of(), List.of("type=local,mode=max,dest=" + folder));
        try (var blobs = Files.list(folder.resolve("blobs/sha256"))) {
            for (Path blob : blobs.toList()) {
                byte[] bytes = Files.readAllBytes(blob);
                if (bytes[0] != '{') {
                    bytes[bytes.length / 2] ^= 1;
                    Files.write(blob, bytes);
                }
            }
        }
        two.build(TWO_STAGES, List.of("type=local,src=" + folder), List.of());
        assertThat(done(two)).hasSize(3);
        assertThat(two.seen).anyMatch(line -> line.contains("damaged or changed"));
    }

    @Test
    void resultsThatContradictThemselvesAreRefused() throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        for (String results : List.of(
                "{\"version\":2}",
                "{\"version\":1,\"results\":[{\"key\":\"00\",\"layer\":0,\"made\":\"2020-01-01T00:00:00Z\"}]}",
                "{\"version\":1,\"results\":[{\"key\":\"" + "0".repeat(64)
                        + "\",\"layer\":7,\"made\":\"2020-01-01T00:00:00Z\"}]}",
                "{\"version\":1,\"results\":[{\"key\":\"" + "0".repeat(64)
                        + "\",\"layer\":0,\"made\":\"yesterday\"}]}")) {
            byte[] config = mapper.writeValueAsBytes(
                    mapper.createObjectNode().set("io.jcompose.build.cache", mapper.readTree(results)));
            assertThatThrownBy(() -> io.jcompose.runtime.build.plan.CacheMap.read(config, 1))
                    .isInstanceOf(java.io.IOException.class);
        }
    }

    @Test
    void aCacheThatCannotBeWrittenFailsTheBuildUnlessThatIsToBeIgnored() throws Exception {
        String dockerfile = "FROM jcompose/shell\nRUN echo 1 > /one\n";
        one.file("taken", "a file");
        String place = "type=local,dest=" + one.context.resolve("taken");
        assertThatThrownBy(() -> one.build(dockerfile, List.of(), List.of(place)))
                .isInstanceOf(ContainerException.class)
                .hasMessageContaining("cannot export the cache to");
        one.build(dockerfile, List.of(), List.of(place + ",ignore-error=true"));
        assertThat(one.seen).anyMatch(line -> line.startsWith("> warning: cannot export the cache"));
    }
}
