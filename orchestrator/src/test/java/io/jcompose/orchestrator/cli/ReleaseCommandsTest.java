package io.jcompose.orchestrator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Releases, environments and the lock, as the command line asks for them. */
class ReleaseCommandsTest {
    private static final String UP = "{\"result\":{\"orphans\":[],\"warnings\":[]}}";
    private static final String DIGEST = "sha256:" + "a".repeat(64);

    @TempDir
    private Path directory;

    private FakeDaemon daemon;

    @BeforeEach
    void project() throws IOException {
        daemon = FakeDaemon.in(Files.createDirectory(directory.resolve("run")));
        write("compose.yaml", """
                name: shop
                x-environments:
                  dev: {variables: {PORT: "1"}}
                  prod: {variables: {PORT: "2"}, gates: [{healthy: 3s}, {command: [check]}, {approval: true}]}
                services:
                  web: {image: "web:1", environment: {PORT: "${PORT:?which port}"}}
                """);
        daemon.streams("POST /projects/shop-dev/up", UP);
    }

    @AfterEach
    void noDaemon() {
        daemon.close();
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }

    private Call call(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--run-dir", daemon.run().toString()));
        return Call.in(directory, Map.of("PORT_UNUSED", ""), "", all.toArray(new String[0]));
    }

    @Test
    void anUpInAnEnvironmentTakesTheLaterOnesAlong() {
        Call call = call("up", "-d", "-e", "dev");
        assertThat(call.code()).as(call.err()).isZero();
        assertThat(daemon.requests())
                .filteredOn(request -> request.contains("/up "))
                .singleElement()
                .asString()
                .contains(
                        "\"staging\":{\"environment\":\"dev\",\"order\":10,\"later\":[{\"environment\":\"prod\",\"order\":20,"
                                + "\"project\":\"shop-prod\",\"problem\":\"\"")
                .contains("\"gates\":[{\"healthyMillis\":3000},{\"command\":[\"check\"],\"timeoutMillis\":300000},"
                        + "{\"approval\":true}]")
                .contains("\"name\":\"shop-dev\"", "\"name\":\"shop-prod\"", "\"PORT\":\"2\"");
    }

    @Test
    void anUnknownEnvironmentIsToldWithTheNearest() {
        Call call = call("-e", "prd", "ps");
        assertThat(call.code()).isEqualTo(1);
        assertThat(call.err()).contains("project shop has no environment prd", "did you mean `prod`?");
    }

    @Test
    void aProjectAndAnEnvironmentAreTwoProjects() {
        assertThat(call("-p", "other", "-e", "dev", "ps").err()).contains("-p other and -e dev name two projects");
    }

    @Test
    void aLaterEnvironmentThatCannotBeReadKeepsNobodyFromTheFirst() throws IOException {
        write(
                "compose.yaml",
                Files.readString(directory.resolve("compose.yaml")).replace("PORT: \"2\"", "OTHER: \"2\""));
        Call call = call("up", "-d", "-e", "dev");
        assertThat(call.code()).isZero();
        assertThat(call.err()).contains("this release cannot be promoted to prod", "compose.yaml:6:", "which port");
    }

    @Test
    void theLockIsWrittenAndUsed() throws IOException {
        daemon.says(
                "POST /images/meant",
                200,
                "{\"images\":{\"web:1\":{\"reference\":\"web:1\",\"id\":\"sha256:1\",\"digest\":\"" + DIGEST + "\"}}}");
        assertThat(call("lock", "-e", "dev").code()).isZero();
        assertThat(directory.resolve("compose.lock")).content().isEqualTo("""
                {
                  "version": 1,
                  "images": {
                    "web:1": {"digest": "%s"}
                  }
                }
                """.formatted(DIGEST));
        assertThat(call("up", "-d", "--locked", "-e", "dev").code()).isZero();
        assertThat(daemon.requests()).last().asString().contains("\"pins\":{\"web\":\"web:1@" + DIGEST + "\"}");
    }

    @Test
    void whatTheLockLacksAndWhatNobodyHasAnyMoreIsToldAtItsLine() throws IOException {
        write("compose.lock", """
                {"version": 1, "images": {
                  "old:1": {"id": "%s"}
                }}
                """.formatted(DIGEST));
        Call call = call("up", "-d", "--locked", "-e", "dev");
        assertThat(call.code()).isEqualTo(1);
        assertThat(call.err())
                .contains("compose.yaml:6:16: image web:1 is not in compose.lock")
                .contains("compose.lock:2:3: no service has the image old:1 any more");
        assertThat(daemon.requests()).noneMatch(request -> request.contains("/up "));
        Files.delete(directory.resolve("compose.lock"));
        assertThat(call("up", "-d", "--locked", "-e", "dev").err()).contains("there is no compose.lock");
    }

    @Test
    void aRollbackShowsWhatItWouldDoAndAsksWhereSomebodyIs() {
        daemon.says(
                "POST /projects/shop-prod/rollback/plan",
                200,
                "{\"number\":3,\"actions\":[{\"text\":\"remove container x\",\"because\":\"image changed\",\"path\":\"\"}]}");
        daemon.streams("POST /projects/shop-prod/rollback", "{\"result\":{\"target\":3,\"release\":5}}");
        Call shown = call("rollback", "prod", "3", "--dry-run");
        assertThat(shown.out())
                .isEqualTo("Rollback of shop-prod to release 3:\n  remove container x (image changed)\n");
        assertThat(call("rollback", "prod").err()).contains("-y answers yes");
        assertThat(call("rollback", "prod", "0", "-y").err()).contains("not the number of a release: 0");
        assertThat(call("rollback", "0", "-y").err()).contains("has no environment 0");
        assertThat(call("rollback", "prod", "-y").out()).endsWith("Release 5 is release 3 again.\n");
    }

    @Test
    void theHistoryOfAnEnvironment() {
        daemon.says(
                "GET /projects/shop-dev/releases",
                200,
                "{\"running\":2,\"releases\":[{\"number\":2,\"time\":\"2026-11-22T10:00:00Z\",\"user\":\"me\",\"cause\":"
                        + "\"up\",\"state\":\"done\",\"reason\":\"\",\"images\":{\"web\":{\"id\":\"sha256:0123456789abcdef\"}}}]}");
        assertThat(call("history", "dev").out()).contains("2 *", "me", "done", "web 0123456789ab");
    }

    @Test
    void aPromotionThatWaitsEndsWithTwoAndOneThatWentBackWithOne() {
        daemon.says(
                "POST /projects/shop-dev/promote/plan",
                200,
                "{\"release\":1,\"gates\":[\"approval\"],\"actions\":[{\"text\":\"create\",\"because\":\"x\",\"path\":\"\"}]}");
        daemon.streams(
                "POST /projects/shop-dev/promote",
                "{\"result\":{\"state\":\"waiting\",\"release\":0,\"reason\":\"\"}}");
        Call waiting = call("promote", "dev", "prod", "-y");
        assertThat(waiting.code()).isEqualTo(2);
        assertThat(waiting.out()).contains("gate: approval", "jcompose promote --approve dev prod");
        assertThat(daemon.requests()).last().asString().contains("\"approve\":false,\"release\":1,");
        daemon.says(
                "GET /promotions",
                200,
                "{\"promotions\":[{\"from\":\"shop-dev\",\"release\":1,\"project\":\"shop-prod\"}]}");
        daemon.streams(
                "POST /projects/shop-dev/promote",
                "{\"result\":{\"state\":\"rolled back\",\"release\":0,\"reason\":\"web is unhealthy\"}}");
        Call back = call("promote", "dev", "prod", "--approve");
        assertThat(back.code()).isEqualTo(1);
        assertThat(back.out()).isEqualTo("Approving release 1 of dev for prod.\n");
        assertThat(back.err()).contains("promotion to prod rolled back: web is unhealthy");
        assertThat(daemon.requests()).last().asString().contains("\"approve\":true,\"release\":1,");
    }

    @Test
    void aBrokenAuditLogEndsWithOne() {
        daemon.says("GET /audit/verify", 200, "{\"lines\":4,\"bad\":5,\"reason\":\"it is no JSON\"}");
        Call call = call("audit", "verify");
        assertThat(call.code()).isEqualTo(1);
        assertThat(call.out()).startsWith("line 5 of the audit log is not as it was written: it is no JSON");
    }
}
