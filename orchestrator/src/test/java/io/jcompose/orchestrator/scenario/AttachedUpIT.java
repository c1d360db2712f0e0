package io.jcompose.orchestrator.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An attached {@code up} beside other commands, and with which exit code it ends. */
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AttachedUpIT {
    private static final String YAML = """
            name: shop
            services:
              web:
                image: jcompose/shell
                init: true
                command: [sh, -c, "echo VERSION; exec sleep 1000"]
                stop_grace_period: 100ms
            """;
    private static final String JOB = """
              job: {image: jcompose/shell, init: true, command: [sh, -c, "sleep 0.3; exit CODE"]}
            """;

    private static final String DB = """
              db: {image: jcompose/shell, init: true, command: [sleep, "1000"], stop_grace_period: 100ms}
            """;

    private static final String SICK = """
                healthcheck: {test: [CMD, "false"], interval: 200ms, retries: 100}
            """;

    private Shell shell;
    private String stack;

    @BeforeEach
    void aShell() throws IOException {
        shell = new Shell();
        stack = "./jcompose -f " + file() + " ";
    }

    @AfterEach
    void nothingStays() throws IOException, InterruptedException {
        shell.run(stack + "down -v -t 0 --remove-orphans");
        shell.run("./jcompose daemon stop --all");
        List<String> left = shell.left();
        shell.close();
        assertThat(left).isEmpty();
    }

    private Path file() {
        return shell.base().resolve("stack.yml");
    }

    private void write(String yaml) throws IOException {
        Files.writeString(file(), yaml);
    }

    private static void sees(BufferedReader lines, String text) throws IOException {
        String line = lines.readLine();
        while (line != null && !line.contains(text)) {
            line = lines.readLine();
        }
        assertThat(line).as("a line with " + text).isNotNull();
    }

    @Test
    void itGoesOnWithTheContainerThatAnotherCommandPutsInPlace() throws Exception {
        write(YAML);
        Process up = shell.talk("exec " + stack + "up --abort-on-container-exit");
        BufferedReader lines = up.inputReader();
        sees(lines, "| VERSION");
        write(YAML.replace("VERSION", "SECOND"));
        assertThat(shell.run(stack + "up -d").code()).isZero();
        sees(lines, "| SECOND");
        assertThat(up.isAlive()).isTrue();
        assertThat(shell.run(stack + "stop").code()).isZero();
        assertThat(up.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void itEndsAsItIsTold() throws Exception {
        write(YAML + JOB.replace("CODE", "3"));
        assertThat(shell.run(stack + "up --exit-code-from job").code()).isEqualTo(3);
        assertThat(shell.run(stack + "up --abort-on-container-exit").code()).isEqualTo(3);
        Shell.Outcome failed = shell.run(stack + "up --abort-on-container-failure --no-attach web --timestamps");
        assertThat(failed.code()).isEqualTo(3);
        assertThat(failed.out())
                .contains("Attaching to job-1\n", "job-1 exited with code 3")
                .doesNotContain("VERSION");
        assertThat(shell.run(stack + "ps --services").out())
                .as("all are stopped")
                .isEmpty();
        write(YAML.replace("init: true", "depends_on: [db]") + DB + JOB.replace("CODE", "4"));
        Shell.Outcome some = shell.run(stack + "up --exit-code-from job web job");
        assertThat(some.code()).as("what web depends on is stopped too").isEqualTo(4);
        assertThat(some.out()).contains("Attaching to job-1, web-1\n");
        write(YAML + SICK);
        Shell.Outcome waited = shell.run(stack + "up --wait --wait-timeout 1");
        assertThat(waited.code()).isEqualTo(1);
        assertThat(waited.error()).contains("not running and healthy within 1 s");
    }
}
