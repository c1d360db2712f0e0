package io.jcompose.orchestrator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildCommandsTest {
    private static final String DONE = "{\"result\":{\"id\":\"sha256:aa\"}}";

    @TempDir
    private Path directory;

    private FakeDaemon daemon;

    @BeforeEach
    void start() {
        daemon = FakeDaemon.in(directory);
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    private Call call(Map<String, String> environment, String... words) {
        return Call.in(directory, environment, "", words);
    }

    private Call call(String... words) {
        return call(Map.of("JCOMPOSE_RUN", directory.toString(), "HOME", directory.toString()), words);
    }

    private void file(String build) throws IOException {
        Files.writeString(
                directory.resolve("compose.yaml"), """
                name: shop
                services:
                  web:
                    image: lan:5000/shop/web
                    networks: [front, default]
                    build:
                      context: .
                """ + build.indent(6) + "networks: {front: {}, default: {}}\n");
    }

    private String request() {
        return daemon.requests().get(daemon.requests().size() - 1);
    }

    @Test
    void whatBuildSaysOfCommandsReachesTheDaemon() throws Exception {
        daemon.streams("POST /builds", DONE);
        file("""
                network: front
                extra_hosts: ["up=host-gateway", "db:10.0.0.1", "db:10.0.0.2"]
                ulimits: {nofile: {soft: 100, hard: 200}, nproc: 65530}
                shm_size: 16m
                entitlements: [network.host]
                """);
        assertThat(call("build").code()).isZero();
        assertThat(request())
                .contains("\"network\":\"shop_front\"", "\"limits\":[\"nofile=100:200\",\"nproc=65530\"]")
                .contains("\"hosts\":[\"up=host-gateway\",\"db=10.0.0.1\",\"db=10.0.0.2\"]")
                .contains("\"sharedMemory\":16777216", "\"allowed\":[\"network.host\"]");
    }

    @Test
    void threeWordsForNetworksAreNoNamesOfTheProject() throws Exception {
        daemon.streams("POST /builds", DONE);
        for (String word : new String[] {"default", "none", "host"}) {
            file("network: " + word);
            call("build");
            assertThat(request()).contains("\"network\":\"" + word + "\"");
        }
        file("network: elsewhere");
        call("build");
        assertThat(request()).contains("\"network\":\"elsewhere\"");
    }

    @Test
    void thePlatformIsThatOfTheBuildElseOfTheServiceElseOfTheSurroundings() throws Exception {
        daemon.streams("POST /builds", DONE);
        Map<String, String> environment =
                Map.of("JCOMPOSE_RUN", directory.toString(), "DOCKER_DEFAULT_PLATFORM", "linux/arm64");
        file("");
        call(environment, "build");
        assertThat(request()).contains("\"platforms\":[\"linux/arm64\"]");
        file("platforms: [linux/amd64]");
        call(environment, "build");
        assertThat(request()).contains("\"platforms\":[\"linux/amd64\"]");
    }

    @Test
    void cachesOfOtherHostsTravelWithWholePaths() throws Exception {
        daemon.streams("POST /builds", DONE);
        file("""
                cache_from: [lan:5000/cache, "type=local,src=./kept"]
                cache_to: [type=inline, "type=local,dest=kept,mode=max"]
                """);
        assertThat(call("build").code()).isZero();
        assertThat(request())
                .contains("\"cacheFrom\":[\"lan:5000/cache\",\"type=local,src=" + directory.resolve("kept") + "\"]")
                .contains(
                        "\"cacheTo\":[\"type=inline\",\"type=local,dest=" + directory.resolve("kept") + ",mode=max\"]");
        call("image", "build", "--cache-from", "type=registry,ref=a/b", "--cache-to", "type=local,dest=/x", ".");
        assertThat(request())
                .contains("\"cacheFrom\":[\"type=registry,ref=a/b\"]", "\"cacheTo\":[\"type=local,dest=/x\"]");
    }

    @Test
    void contextsThatAreElsewhereAreLeftToTheDaemon() throws Exception {
        daemon.streams("POST /builds", DONE);
        String place = "https://git.example/a.git#main:server";
        call("image", "build", "-f", "docker/File", "--build-context", "base=github.com/a/b", place);
        assertThat(request())
                .contains("\"context\":\"" + place + "\",\"file\":\"docker/File\"")
                .contains("\"base\":\"github.com/a/b\"");
        Files.writeString(directory.resolve("compose.yaml"), "name: shop\nservices: {web: {build: '" + place + "'}}\n");
        call("build");
        assertThat(request()).contains("\"context\":\"" + place + "\"");
    }

    @Test
    void whatBuildsRememberIsShownAndForgotten() {
        daemon.says("GET /builds/usage", 200, "{\"results\":3,\"caches\":1,\"bytes\":2000}");
        daemon.says("POST /builds/prune", 200, "{\"results\":3,\"caches\":1,\"bytes\":2000}");
        assertThat(call("builder", "du").out()).contains("RESULTS").contains("2.0kB");
        assertThat(call("builder", "du", "--format", "json").out())
                .isEqualTo("{\"Results\":3,\"Caches\":1,\"Size\":2000}\n");
        assertThat(call("builder", "prune").err()).contains("This removes what builds remember. Go on?");
        assertThat(call("builder", "prune", "-f").out()).contains("Forgotten: 3 steps of builds, 1 caches");
    }

    @Test
    void imagesAreListedThroughATemplate() {
        daemon.says(
                "GET /images",
                200,
                "{\"images\":[{\"id\":\"sha256:aabbccddeeff00112233\",\"references\":[\"lan:5000/a:1\",\"b:latest\"],"
                        + "\"size\":1000,\"created\":\"2020-01-01T00:00:00Z\"}]}");
        assertThat(call("image", "ls", "--format", "{{.Repository}} {{.Tag}} {{.ID}}")
                        .out())
                .isEqualTo("lan:5000/a 1 aabbccddeeff\nb latest aabbccddeeff\n");
        assertThat(call("image", "ls", "--format", "table {{.Repository}}\\t{{.Tag}}")
                        .out())
                .isEqualTo("REPOSITORY   TAG\nlan:5000/a   1\nb            latest\n");
        assertThat(call("image", "ls", "-q").out()).isEqualTo("aabbccddeeff\n");
    }

    @Test
    void upAsksForThePlatformOfTheSurroundings() throws Exception {
        Files.writeString(
                directory.resolve("compose.yaml"),
                "name: shop\nservices: {web: {image: a}, own: {image: b, platform: linux/amd64}}\n");
        daemon.streams("POST /projects/shop/up", "{\"result\":{\"orphans\":[],\"warnings\":[]}}");
        Map<String, String> environment =
                Map.of("JCOMPOSE_RUN", directory.toString(), "DOCKER_DEFAULT_PLATFORM", "linux/arm64");
        call(environment, "up", "-d");
        assertThat(request()).contains("linux/arm64", "linux/amd64");
    }

    @Test
    void whatWasBuiltIsPushedWithItsNames() throws Exception {
        daemon.streams("POST /builds", DONE);
        daemon.streams("POST /images/push", "{\"result\":{\"digest\":\"sha256:bb\"}}");
        file("tags: [lan:5000/shop/web:2]");
        assertThat(call("build", "--push").code()).isZero();
        assertThat(daemon.requests().stream().filter(line -> line.startsWith("POST /images/push")))
                .hasSize(2);
        assertThat(call("image", "build", "--push", ".").err()).contains("--push sends an image by its name");
    }

    @Test
    void aCheckTellsWhatIsFoundAndEndsWithOne() throws Exception {
        daemon.says("POST /builds/check", 200, "{\"found\":[\"Dockerfile:1:1: Odd: it is\"]}");
        file("");
        Call checked = call("build", "--check");
        assertThat(checked.code()).isEqualTo(1);
        assertThat(checked.out()).isEqualTo("warning: Dockerfile:1:1: Odd: it is\nCheck complete, 1 warning found.\n");
        daemon.says("POST /builds/check", 200, "{\"found\":[]}");
        assertThat(call("image", "build", "--check", ".").out()).isEqualTo("Check complete, no warnings found.\n");
    }

    @Test
    void accountsOfFilesTravelWithABuild() throws Exception {
        daemon.streams("POST /builds", DONE);
        Files.createDirectories(directory.resolve(".docker"));
        Files.writeString(
                directory.resolve(".docker/config.json"), "{\"auths\":{\"lan:5000\":{\"auth\":\"Ym9iOnNlY3JldA==\"}}}");
        call("image", "build", ".");
        assertThat(request()).contains("\"registry\":\"lan:5000\",\"user\":\"bob\",\"secret\":\"secret\"");
    }

    @Test
    void optionsThatCannotBeAreTold() {
        assertThat(call("image", "build", "nowhere").err()).contains("nowhere is no directory");
        assertThat(call("image", "build", "--progress", "odd", ".").err()).contains("there is no progress 'odd'");
        assertThat(call("image", "build", "--shm-size", "big", ".").err()).contains("--shm-size big is no size");
        assertThat(daemon.requests()).noneMatch(line -> line.startsWith("POST /builds"));
    }
}
