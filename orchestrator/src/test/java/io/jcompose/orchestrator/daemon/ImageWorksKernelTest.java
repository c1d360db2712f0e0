package io.jcompose.orchestrator.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.ImageClient;
import io.jcompose.orchestrator.client.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Images move in and out of a daemon, and containers out of it. */
class ImageWorksKernelTest {
    private static ScratchHost host;
    private static Stack stack;

    @BeforeAll
    static void aHost() throws Exception {
        host = new ScratchHost();
        host.startDaemon();
        stack = host.stack();
    }

    @AfterAll
    static void noHost() throws Exception {
        host.close();
    }

    private static ImageClient images() {
        return stack.client().imageWorks();
    }

    private static String file(String name) {
        return host.base().resolve(name).toString();
    }

    private static JsonObject done(io.jcompose.orchestrator.client.MessageStream work) throws DaemonException {
        try (work) {
            return work.finish(step -> {}).value();
        }
    }

    private static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    @Test
    void aContainerIsExportedAndRunsAgainAsAnImage() throws Exception {
        stack.up("""
                services:
                  web:
                    image: jcompose/shell
                    command: sh -c "echo written > /new; rm /etc/services; exec sleep 1000"
                    init: true
                    stop_grace_period: 100ms
                """);
        Patience.until(() -> {
            done(images().export(Stack.PROJECT, "web", 0, file("web.tar")));
            assertThat(run("tar", "-tf", file("web.tar")).lines())
                    .contains("new", "etc/passwd")
                    .doesNotContain("etc/services");
        });
        assertThatThrownBy(() -> done(images().export(Stack.PROJECT, "none", 0, file("x.tar"))))
                .hasMessageContaining("has no such container");
        stack.down();

        String id = done(images().importTree(file("web.tar"), "copy:1", List.of("CMD [\"cat\", \"/new\"]"), ""))
                .text("id");

        assertThat(images().inspect("copy:1")).contains(id, "\"Cmd\":[\"cat\",\"/new\"]");
        images().tag("copy:1", "team/copy:2");
        done(images().save(List.of("team/copy:2"), false, file("copy.tar")));
        assertThat(images().usage().number("images")).isGreaterThanOrEqualTo(2);
        assertThat(images().prune(true, null, List.of()).texts("removed")).contains("Deleted: " + id);
        assertThat(done(images().load(file("copy.tar"))).texts("lines")).containsExactly("Loaded image: team/copy:2");
        assertThat(images().inspect("team/copy:2")).contains(id);
        assertThat(done(images().check()).texts("faults")).isEmpty();
        stack.up("""
                services:
                  job: {image: "team/copy:2"}
                """);
        assertThatThrownBy(() -> stack.client().removeImage("team/copy:2")).hasMessageContaining("a container uses it");
        assertThat(images().prune(true, null, List.of()).texts("removed")).doesNotContain("Deleted: " + id);
        stack.down();
        assertThat(host.left()).isEmpty();
        assertThat(Files.exists(Path.of(file("x.tar")))).isFalse();
    }
}
