package io.jcompose.orchestrator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the flags of compose's commands ask the daemon for, and what cannot be asked for together. */
class FlagsTest {
    private static final String DONE = "{\"result\":{\"found\":true,\"orphans\":[\"shop-old-1\"],\"warnings\":[]}}";

    @TempDir
    private Path directory;

    private FakeDaemon daemon;

    @BeforeEach
    void start() throws IOException {
        daemon = FakeDaemon.in(directory);
        daemon.streams("POST /projects/shop/", DONE);
        Files.writeString(
                directory.resolve("compose.yaml"), "name: shop\nservices: {web: {image: i}, db: {image: i}}\n");
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    private Call call(String words) {
        return call(words, Map.of());
    }

    private Call call(String words, Map<String, String> variables) {
        Map<String, String> all = new HashMap<>(variables);
        all.put("JCOMPOSE_RUN", directory.toString());
        return Call.in(directory, all, "", words.split(" "));
    }

    private String sent(String words, Map<String, String> variables) {
        Call call = call(words, variables);
        assertThat(call.code()).as(call.err()).isZero();
        return daemon.requests().get(daemon.requests().size() - 1);
    }

    private String sent(String words) {
        return sent(words, Map.of());
    }

    @Test
    void upTellsWhatIsToBeRecreated() {
        assertThat(sent("up -d"))
                .contains("\"recreate\":\"changed\"", "\"recreateDependencies\":\"changed\"", "\"renewVolumes\":false");
        assertThat(sent("up -d --no-recreate"))
                .contains("\"recreate\":\"never\"", "\"recreateDependencies\":\"never\"");
        assertThat(sent("up -d --force-recreate --always-recreate-deps"))
                .contains("\"recreate\":\"always\"", "\"recreateDependencies\":\"always\"");
        assertThat(sent("create -V web")).contains("\"recreate\":\"always\"", "\"renewVolumes\":true");
    }

    @Test
    void orphansAreRemovedOrIgnoredByVariablesToo() {
        Map<String, String> remove = Map.of("COMPOSE_REMOVE_ORPHANS", "true");
        Map<String, String> ignore = Map.of("COMPOSE_IGNORE_ORPHANS", "1");
        for (String words : List.of("up -d", "down", "kill", "create")) {
            assertThat(sent(words)).contains("\"removeOrphans\":false");
            assertThat(sent(words + " --remove-orphans")).contains("\"removeOrphans\":true");
            assertThat(sent(words, remove)).contains("\"removeOrphans\":true");
            assertThat(sent(words + " --remove-orphans=false", remove)).contains("\"removeOrphans\":false");
        }
        assertThat(call("up -d").err()).contains("orphan containers [shop-old-1]");
        assertThat(call("up -d", ignore).err()).doesNotContain("orphan");
        assertThat(call("up -d --remove-orphans", ignore).err()).contains("COMPOSE_IGNORE_ORPHANS");
    }

    @Test
    void whatCannotBeCombinedIsRefusedBeforeAnythingIsDone() {
        Map<String, String> refused = Map.ofEntries(
                Map.entry("up -d --no-recreate --force-recreate", "--no-recreate cannot"),
                Map.entry("up -d --no-recreate --always-recreate-deps", "--always-recreate-deps"),
                Map.entry("up -d --no-recreate -V", "--renew-anon-volumes"),
                Map.entry("up -d --build --no-build", "--build and --no-build"),
                Map.entry("up -d --abort-on-container-failure", "-d and --wait cannot"),
                Map.entry("up --wait --exit-code-from web", "-d and --wait cannot"),
                Map.entry("up --wait --attach-dependencies", "--attach-dependencies"),
                Map.entry("up --attach web --attach-dependencies", "--attach cannot"),
                Map.entry("up --abort-on-container-exit --abort-on-container-failure", "cannot be combined"),
                Map.entry("up --attach nobody", "no such service: nobody"),
                Map.entry("up --exit-code-from nobody", "no such service: nobody"),
                Map.entry("up -d --wait-timeout -1", "--wait-timeout"),
                Map.entry("start --wait --wait-timeout -1", "--wait-timeout"),
                Map.entry("up -d -t -1", "--timeout takes"),
                Map.entry("stop -t -5", "--timeout takes"),
                Map.entry("down -t x", "x"),
                Map.entry("down --rmi some", "--rmi"),
                Map.entry("ls --filter status=up", "unknown filter"),
                Map.entry("ls --filter name=(", "no regular expression"),
                Map.entry("events --since yesterday", "not a time: yesterday"),
                Map.entry("run --cap-add NET_ADMIN web", "--cap-add"));
        refused.forEach((words, sentence) -> {
            Call call = call(words);
            assertThat(call.code()).as(words).isEqualTo(1);
            assertThat(call.err()).as(words).contains(sentence);
        });
        assertThat(daemon.requests()).noneMatch(request -> request.startsWith("POST"));
    }

    @Test
    void whatMakesNoSenseHereIsTakenWithAWord() {
        Call menu = call("up -d -y --menu");
        assertThat(menu.code()).isZero();
        assertThat(menu.err()).contains("there is no menu");
        assertThat(call("up -d --menu=false").err()).doesNotContain("menu");
        assertThat(call("--parallel 4 up -d").err()).contains("--parallel");
        assertThat(call("up -d", Map.of("COMPOSE_PARALLEL_LIMIT", "many")).err())
                .contains("COMPOSE_PARALLEL_LIMIT");
    }

    @Test
    void projectsAreFilteredByName() {
        daemon.says(
                "GET /projects",
                200,
                "{\"projects\":[{\"name\":\"shop\",\"status\":\"running(1)\",\"files\":[]},"
                        + "{\"name\":\"blog\",\"status\":\"exited(1)\",\"files\":[]}]}");
        assertThat(call("ls -q").out()).isEqualTo("shop\n");
        assertThat(call("ls -aq --filter name=^b").out()).isEqualTo("blog\n");
        assertThat(call("ls -a --filter name=o --filter name=zzz").out()).contains("shop", "blog", "exited(1)");
    }
}
