package io.jcompose.orchestrator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageCommandsTest {
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

    private Call call(String... words) {
        return Call.in(directory, Map.of("JCOMPOSE_RUN", directory.toString()), "y\n", words);
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }

    @Test
    void saveAndLoadNameFilesByTheirWholePaths() {
        daemon.streams("POST /images/save", "{\"result\":{}}");
        daemon.streams("POST /images/load", json("{'result':{'lines':['Loaded image: a:1']}}"));

        assertThat(call("image", "save", "--format", "oci-archive", "-o", "out.tar", "a:1")
                        .err())
                .isEmpty();
        assertThat(call("save", "-o", "/x/out.tar", "a:1", "b").code()).isZero();
        assertThat(call("load", "-i", "out.tar").out()).isEqualTo("Loaded image: a:1\n");

        assertThat(daemon.requests().get(0))
                .contains("\"oci\":true", "\"to\":\"" + directory.resolve("out.tar") + "\"");
        assertThat(daemon.requests().get(1))
                .contains("\"references\":[\"a:1\",\"b\"],\"oci\":false,\"to\":\"/x/out.tar\"");
        assertThat(daemon.requests().get(2)).contains("\"from\":\"" + directory.resolve("out.tar") + "\"");
        assertThat(call("save", "--format", "zip", "-o", "x", "a").err()).contains("unknown format: zip");
    }

    @Test
    void theStandardStreamsAreReachedByTheirNamesInProc() {
        daemon.streams("POST /images/save", "{\"result\":{}}");
        daemon.streams("POST /images/import", "{\"result\":{\"id\":\"sha256:aa\"}}");

        call("save", "a");
        assertThat(call("import", "-c", "CMD x", "-m", "why", "-", "n:1").out()).isEqualTo("sha256:aa\n");

        assertThat(daemon.requests().get(0))
                .contains("/proc/" + ProcessHandle.current().pid() + "/fd/1");
        assertThat(daemon.requests().get(1))
                .contains("/fd/0\"", "\"name\":\"n:1\",\"changes\":[\"CMD x\"],\"message\":\"why\"");
    }

    @Test
    void inspectIsReadable() {
        daemon.says(
                "GET /images/inspect?image=a%3A1",
                200, "{\"image\":\"{\\\"Id\\\":\\\"x\\\",\\\"Tags\\\":[\\\"a:1\\\"]}\"}");

        assertThat(call("image", "inspect", "a:1").out()).isEqualTo("""
                [
                    {
                        "Id" : "x",
                        "Tags" : [
                            "a:1"
                        ]
                    }
                ]
                """);
        assertThat(call("image", "inspect", "-f", "json", "a:1").out())
                .isEqualTo("[{\"Id\":\"x\",\"Tags\":[\"a:1\"]}]\n");
    }

    @Test
    void historyShortensCommandsUnlessTold() {
        daemon.says(
                "GET /images/history?image=a",
                200,
                json("{'steps':[{'created':'2026-11-22T09:00:00Z','createdBy':'RUN " + "x".repeat(60)
                        + "','size':2000,'comment':'c'},{'created':'','createdBy':'FROM','size':0,'comment':''}]}"));

        assertThat(call("image", "history", "a").out())
                .contains("RUN " + "x".repeat(40) + "…", "2.0kB", "FROM")
                .doesNotContain("x".repeat(60));
        assertThat(call("image", "history", "--no-trunc", "a").out()).contains("x".repeat(60));
    }

    @Test
    void pruneAsksAndReports() {
        daemon.says("POST /images/prune", 200, json("{'removed':['Deleted: sha256:aa'],'freed':1500}"));

        assertThat(call("image", "prune", "-a", "--filter", "until=1h", "--filter", "label=a=b")
                        .out())
                .isEqualTo("Deleted: sha256:aa\nTotal reclaimed space: 1.5kB\n");
        assertThat(daemon.requests().get(0)).contains("\"all\":true,\"before\":\"2026-", "\"labels\":[\"a=b\"]");
        assertThat(Call.in(directory, Map.of("JCOMPOSE_RUN", directory.toString()), "n\n", "image", "prune")
                        .out())
                .isEmpty();
        assertThat(daemon.requests()).hasSize(1);
        daemon.says("POST /builds/prune", 200, json("{'results':3,'caches':1,'bytes':2000}"));
        assertThat(call("image", "prune", "-f", "--build-cache").out())
                .contains("Forgotten: 3 steps of builds, 1 caches", "Total reclaimed space: 3.5kB");
        assertThat(call("image", "prune", "--filter", "size=3").err()).contains("unknown filter: size=3");
    }

    @Test
    void fsckFailsWhenAnImageIsDamaged() {
        daemon.streams("POST /images/check", json("{'result':{'faults':['image a is damaged']}}"));
        Call damaged = call("image", "fsck");
        assertThat(damaged.code()).isEqualTo(1);
        assertThat(damaged.out()).isEqualTo("image a is damaged\n");

        daemon.streams("POST /images/check", json("{'result':{'faults':[]}}"));
        assertThat(call("image", "fsck").out()).isEqualTo("all images are well\n");
    }

    @Test
    void dfCountsAndShowsEach() {
        daemon.says(
                "GET /images/usage",
                200,
                json("{'images':2,'active':1,'size':4000,'reclaimable':1000,'each':["
                        + "{'id':'sha256:0123456789abcdef','references':['a:1'],'created':'2026-11-22T09:00:00Z','shared':1000,"
                        + "'unique':2000,'active':true}]}"));

        daemon.says("GET /builds/usage", 200, json("{'results':3,'caches':1,'bytes':2000}"));
        assertThat(call("image", "df").out().replaceAll(" +", " "))
                .contains("Images 2 1 4.0kB 1.0kB (25%)", "Build cache 4 0 2.0kB 2.0kB");
        assertThat(call("image", "df", "-v").out()).contains("a:1     0123456789ab", "3.0kB", "yes");
        assertThat(call("image", "df", "--format", "json").out()).contains("\"Reclaimable\":1000");
    }
}
