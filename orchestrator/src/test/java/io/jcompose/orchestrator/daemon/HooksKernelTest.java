package io.jcompose.orchestrator.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.jcompose.orchestrator.client.DaemonException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Hooks run when they should, and what they say counts. */
class HooksKernelTest extends DaemonOnAHost {
    private static final String YAML = """
            services:
              web:
                image: jcompose/shell
                command: [sh, -c, "trap 'exit 0' TERM; while :; do sleep 0.05; done"]
                environment: {WHO: service}
                volumes: ["./data:/data"]
                stop_grace_period: 5s
            """;

    @BeforeEach
    void noLog() throws Exception {
        Files.createDirectories(host.base().resolve("data"));
        for (String name : List.of("log", "go")) {
            Files.deleteIfExists(host.base().resolve("data").resolve(name));
        }
    }

    private static String with(String hooks) {
        return YAML + hooks.indent(4);
    }

    private static List<String> log() throws IOException {
        Path log = host.base().resolve("data/log");
        return Files.exists(log) ? Files.readAllLines(log) : List.of();
    }

    @Test
    void aPreStartRunsOnceInAContainerOfItsOwnWithTheMountsOfTheService() throws Exception {
        String yaml = with("""
                deploy: {replicas: 2}
                pre_start:
                  - command: [sh, -c, "echo $$WHO $$X $$(id -u) $$(pwd) >> /data/log"]
                    user: "1000"
                    working_dir: /data
                    environment: {X: hook}
                  - {command: [sh, -c, "echo each >> /data/log"], per_replica: true}
                """);
        Files.setPosixFilePermissions(
                host.base().resolve("data"), java.nio.file.attribute.PosixFilePermissions.fromString("rwxrwxrwx"));
        stack.up(yaml);
        assertThat(log()).containsExactly("service hook 1000 /data", "each", "each");
        assertThat(stack.states()).containsExactly("web-1 running", "web-2 running");
        stack.up(yaml);
        assertThat(log()).hasSize(3);
        stack.restart();
        assertThat(log()).hasSize(3);
    }

    @Test
    void aPreStartThatFailsIsTheEndOfUpAndIsTold() throws Exception {
        String yaml = with("pre_start: [{command: [sh, -c, \"echo no database >&2; exit 3\"]}]");
        assertThatThrownBy(() -> stack.up(yaml))
                .isInstanceOfSatisfying(
                        DaemonException.Refused.class,
                        refused -> assertThat(refused.path()).isEqualTo("services.web.pre_start"))
                .hasMessageContaining("pre_start hook of shop-web-1 failed with exit code 3: no database");
        assertThat(stack.known()).isFalse();
    }

    @Test
    void aPostStartRunsInTheContainerAfterEachStart() throws Exception {
        String yaml = with("""
                restart: always
                post_start: [{command: [sh, -c, "echo $$(cat /proc/1/comm) >> /data/log"]}]
                """);
        stack.up(yaml);
        assertThat(log()).containsExactly("sh");
        ProcessHandle.of(Leaks.processesOf(stack.row("web").id()).get(0))
                .orElseThrow()
                .destroyForcibly();
        Patience.until(() -> assertThat(log()).hasSize(2));
        stack.restart();
        assertThat(log()).hasSize(3);
    }

    @Test
    void aPostStartThatFailsStopsTheContainer() throws Exception {
        String bad = with("restart: always\npost_start: [{command: [sh, -c, \"echo oh no; exit 4\"]}]");
        assertThatThrownBy(() -> stack.up(bad))
                .hasMessageContaining("post_start hook of shop-web-1 failed with exit code 4: oh no");
        Patience.until(() -> assertThat(stack.states()).containsExactly("web-1 exited"));
        stack.up(with("restart: always\npost_start: [{command: [\"true\"]}]"));
        assertThat(stack.states()).containsExactly("web-1 running");
    }

    @Test
    void aPreStopRunsBeforeTheSignalOfAStopARestartARecreationAndADown() throws Exception {
        String yaml = with("pre_stop: [{command: [sh, -c, \"echo bye >> /data/log\"]}]");
        stack.up(yaml);
        stack.restart();
        assertThat(log()).hasSize(1);
        stack.stop();
        assertThat(log()).hasSize(2);
        stack.up(yaml);
        stack.up(yaml.replace("WHO: service", "WHO: other"));
        assertThat(log()).hasSize(3);
        stack.kill("KILL");
        assertThat(log()).hasSize(3);
        stack.up(yaml);
        stack.down();
        assertThat(log()).hasSize(4);
    }

    @Test
    void aPreStopThatLastsOrFailsHoldsNoStopUp() throws Exception {
        stack.up(with("pre_stop: [{command: [\"false\"]}, {command: [sleep, \"600\"]}]")
                .replace("stop_grace_period: 5s", "stop_grace_period: 300ms"));
        long begin = System.nanoTime();
        stack.stop();
        assertThat(stack.states()).containsExactly("web-1 exited");
        assertThat(System.nanoTime() - begin).isLessThan(TimeUnit.SECONDS.toNanos(60));
    }

    @Test
    void aDaemonThatEndsDuringAHookRunsItAgain() throws Exception {
        String yaml = with("""
                pre_start: [{command: [sh, -c, "echo pre >> /data/log; test -e /data/go || sleep 600"]}]
                """);
        CompletableFuture<Void> up =
                CompletableFuture.runAsync(() -> upQuietly(yaml), work -> new Thread(work, "up").start());
        Patience.until(() -> assertThat(log()).hasSize(1));
        host.stopDaemon();
        Files.createFile(host.base().resolve("data/go"));
        host.startDaemon();
        Patience.until(() -> assertThat(stack.states()).containsExactly("web-1 running"));
        assertThat(log()).containsExactly("pre", "pre");
        up.get(60, TimeUnit.SECONDS);
    }

    @Test
    void aDownCallsALongHookOff() throws Exception {
        String yaml = with("pre_start: [{command: [sh, -c, \"echo pre >> /data/log; sleep 600\"]}]");
        CompletableFuture<Void> up =
                CompletableFuture.runAsync(() -> upQuietly(yaml), work -> new Thread(work, "up").start());
        Patience.until(() -> assertThat(log()).hasSize(1));
        stack.down();
        assertThat(stack.known()).isFalse();
        assertThat(host.left()).isEmpty();
        up.get(60, TimeUnit.SECONDS);
    }

    @Test
    void commandsOnOtherServicesDoNotWaitForALongHook() throws Exception {
        String yaml = with("pre_start: [{command: [sh, -c, \"echo pre >> /data/log; sleep 600\"]}]")
                + "other: {image: jcompose/shell, command: [sleep, \"600\"], stop_grace_period: 0s}".indent(2);
        CompletableFuture<Void> up =
                CompletableFuture.runAsync(() -> upQuietly(yaml), work -> new Thread(work, "up").start());
        Patience.until(() -> assertThat(log()).hasSize(1));
        Patience.until(() -> assertThat(stack.states()).contains("other-1 running"));
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            stack.restart("other");
            stack.stop("other");
        });
        assertThat(log()).as("nobody called the hook off").hasSize(1);
        assertThat(up).isNotDone();
        stack.down();
        up.get(60, TimeUnit.SECONDS);
    }

    /** Its daemon ends, or its project: then it says so. */
    private static void upQuietly(String yaml) {
        try {
            stack.up(yaml);
        } catch (Exception e) {
            assertThat(e).isInstanceOf(DaemonException.class);
        }
    }
}
