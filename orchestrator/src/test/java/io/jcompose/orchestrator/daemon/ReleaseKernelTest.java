package io.jcompose.orchestrator.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.JsonObject;
import io.jcompose.orchestrator.client.ReleaseClient;
import io.jcompose.orchestrator.client.ReleaseClient.Ref;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is kept of ups, and how one goes back. */
class ReleaseKernelTest {
    private static final String YAML = """
            services:
              web:
                image: team/app:1
                command: [/srv/serve, "80"]
                volumes: ["./serve:/srv/serve:ro"]
                environment: {COLOUR: red}
            """;

    private static ScratchHost host;
    private static Stack stack;

    @BeforeAll
    static void aHost() throws Exception {
        host = new ScratchHost();
        stack = host.stack();
    }

    @AfterAll
    static void noHost() throws Exception {
        host.close();
    }

    @BeforeEach
    void aDaemon() throws Exception {
        host.startDaemon();
        image("one");
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        stack.down();
        host.stopDaemon();
        Leaks.delete(host.directories().root().resolve("releases"));
        assertThat(host.left()).isEmpty();
    }

    /** Makes the image anew, with other content. */
    private static void image(String content) throws Exception {
        Path file = Files.writeString(host.base().resolve("content"), content);
        try (var work = stack.client().imageFromHost("team/app:1", List.of("/bin/sh", file.toString()))) {
            work.finish(progress -> {});
        }
    }

    private static ReleaseClient releases() {
        return stack.client().releases();
    }

    private static List<String> history() throws Exception {
        return releases().history(Stack.PROJECT).objects("releases").stream()
                .map(release -> release.integer("number") + " " + release.text("cause") + " " + release.text("state"))
                .toList();
    }

    private static int running() throws Exception {
        return releases().history(Stack.PROJECT).integer("running");
    }

    private static String imageOf(int number) throws Exception {
        Map<String, JsonObject> images =
                releases().release(Stack.PROJECT, number).objectMap("images");
        return Objects.requireNonNull(images.get("web")).text("id");
    }

    private static int rollback(int number) throws Exception {
        try (var work = releases().rollback(Stack.PROJECT, number)) {
            JsonObject result = work.finish(progress -> {}).value();
            return result.integer("release");
        }
    }

    @Test
    void anUpThatChangesSomethingIsAReleaseAndOneThatChangesNothingIsNone() throws Exception {
        stack.up(YAML);
        stack.up(YAML);
        assertThat(history()).containsExactly("1 up done");
        stack.up(YAML.replace("red", "green"));
        assertThat(history()).containsExactly("2 up done", "1 up done");
        assertThat(running()).isEqualTo(2);
        assertThat(releases()
                        .difference(new Ref(Stack.PROJECT, -1), new Ref(Stack.PROJECT, 0))
                        .objects("changes"))
                .extracting(change -> change.text("path") + " " + change.text("before") + " " + change.text("after"))
                .containsExactly("services.web.environment.COLOUR \"red\" \"green\"");
    }

    @Test
    void aReferenceThatMeansAnotherImageNowIsARelease() throws Exception {
        stack.up(YAML);
        image("two");
        stack.up(YAML);
        assertThat(history()).hasSize(2);
        assertThat(imageOf(2))
                .isNotEqualTo(imageOf(1))
                .isEqualTo(stack.row("web").imageId());
    }

    @Test
    void aRollbackBringsTheImageThatTheReleaseHadWhateverItsNameMeansNow() throws Exception {
        stack.up(YAML);
        String first = imageOf(1);
        image("two");
        stack.up(YAML.replace("red", "green"));
        assertThat(imageOf(2)).isNotEqualTo(first);
        assertThat(rollback(0)).isEqualTo(3);
        assertThat(stack.row("web").imageId()).isEqualTo(first);
        assertThat(history()).containsExactly("3 rollback to 1 done", "2 up done", "1 up done");
        assertThat(rollback(1)).as("it runs already").isZero();
        assertThatThrownBy(() -> rollback(0))
                .as("a second one goes further back, and not forth again")
                .isInstanceOf(DaemonException.class)
                .hasMessage("project shop has no earlier release that was done");
        assertThat(rollback(2)).isEqualTo(4);
        assertThat(stack.row("web").imageId()).isEqualTo(imageOf(2));
    }

    @Test
    void aProjectThatIsDownComesBackWithoutItsFile() throws Exception {
        stack.up(YAML);
        stack.down();
        assertThat(running()).isZero();
        assertThat(rollback(0)).isEqualTo(2);
        assertThat(stack.states()).containsExactly("web-1 running");
    }

    @Test
    void aReleaseThatCannotStartIsNotedWithItsReasonAndWhatRanGoesOn() throws Exception {
        stack.up(YAML);
        assertThatThrownBy(() -> stack.up(YAML.replace("team/app:1", "team/absent:1")))
                .isInstanceOf(DaemonException.class);
        assertThat(history()).containsExactly("2 up failed", "1 up done");
        assertThat(running()).isEqualTo(1);
    }

    @Test
    void everyCommandIsInTheAuditLogWithWhoAndWhatCameOfIt() throws Exception {
        stack.up(YAML);
        stack.down();
        List<JsonObject> lines = releases().audit(List.of(Stack.PROJECT), java.util.OptionalInt.of(4));
        assertThat(lines)
                .extracting(line -> line.text("action") + " " + line.text("result") + " " + line.text("uid"))
                .containsExactly("up begun 0", "up done 0", "down begun 0", "down done 0");
        assertThat(releases().verifyAudit().integer("bad")).isZero();
    }
}
