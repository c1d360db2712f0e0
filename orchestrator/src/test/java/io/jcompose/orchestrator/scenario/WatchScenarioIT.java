package io.jcompose.orchestrator.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Files are edited, and containers follow: the real launcher, the real daemon. */
class WatchScenarioIT {
    private static final String STACK = """
            name: watched
            services:
              web:
                image: jcompose/shell
                command: sh -c "echo began with $$(cat /etc/app.conf 2>/dev/null); exec sleep 1000"
                init: true
                scale: 2
                stop_grace_period: 100ms
                develop:
                  watch:
                    - {path: src, action: sync, target: /app/src, ignore: [build/], initial_sync: true}
                    - {path: app.conf, action: sync+restart, target: /etc/}
                    - path: run
                      action: sync+exec
                      target: /app/run
                      exec: {command: [sh, -c, "echo $$HOW $$PWD; cat /app/run"], working_dir: /etc, environment: [HOW=again]}
              api:
                build: api
                init: true
                stop_grace_period: 100ms
                develop:
                  watch:
                    - {path: api, action: rebuild}
            """;

    private Shell shell;
    private Path project = Path.of("");
    private String jcompose = "";

    WatchScenarioIT() throws IOException {
        shell = new Shell();
    }

    @BeforeEach
    void fresh() throws IOException, InterruptedException {
        shell.close();
        shell = new Shell();
        project = Files.createDirectory(shell.base().resolve("p"));
        jcompose = "./jcompose -f " + project.resolve("compose.yaml") + " ";
        write("compose.yaml", STACK);
        write("src/first", "first");
        write("app.conf", "conf 1");
        write("run", "run 1");
        write("api/version", "version 1");
        write("api/.dockerignore", "notes");
        write("api/Dockerfile", """
                FROM jcompose/shell
                COPY version /version
                CMD ["sh", "-c", "echo serving $(cat /version); exec sleep 1000"]
                """);
    }

    @AfterEach
    void nothingStays() throws IOException, InterruptedException {
        shell.run(jcompose + "down -v -t 1");
        shell.run("./jcompose daemon stop --all");
        List<String> left = shell.left();
        shell.close();
        assertThat(left).isEmpty();
    }

    private Path write(String name, String text) throws IOException {
        Path file = project.resolve(name);
        Files.createDirectories(file.resolveSibling(""));
        return Files.writeString(file, text + "\n");
    }

    private Path log() {
        return shell.base().resolve("watch.log");
    }

    private Process begin(String command) throws Exception {
        Process watch = shell.begin("exec " + jcompose + command + " > " + log() + " 2>&1");
        told("Watch enabled");
        return watch;
    }

    /** Waits until a line was printed. */
    private void told(String text) throws Exception {
        until(() -> Files.exists(log()) && Files.readString(log()).contains(text), () -> Files.readString(log()));
    }

    private static void until(Callable<Boolean> question, Callable<String> otherwise) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!question.call()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within a minute; there was:\n" + otherwise.call());
            }
            LockSupport.parkNanos(20_000_000);
        }
    }

    /** Waits until a command in each of web's containers prints that. */
    private void inside(String service, int replicas, String script, String output) throws Exception {
        for (int index = 1; index <= replicas; index++) {
            String command = jcompose + "exec -T --index " + index + " " + service + " sh -c '" + script + "'";
            until(() -> shell.run(command).out().equals(output), () -> Files.readString(log()));
        }
    }

    private void interrupt(Process watch) throws Exception {
        shell.run("kill -INT " + watch.pid());
        assertThat(watch.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void containersFollowTheirFiles() throws Exception {
        Process watch = begin("watch --quiet");
        inside("web", 2, "cat /app/src/first", "first\n");

        assertThat(shell.run(jcompose + "watch --no-up").error())
                .contains("project watched is watched already by process " + watch.pid());
        write("src/d/new", "new");
        write("src/build/object", "ignored");
        Files.delete(project.resolve("src/first"));
        Files.createSymbolicLink(project.resolve("src/link"), Path.of("d/new"));
        inside("web", 2, "cat /app/src/link; cd /app; find src -type f", "new\nsrc/d/new\n");

        Files.move(write("conf.tmp", "conf 2"), project.resolve("app.conf"), StandardCopyOption.ATOMIC_MOVE);
        told("service(s) [\"web\"] restarted");
        until(
                () -> shell.run(jcompose + "logs web")
                                .out()
                                .lines()
                                .filter(line -> line.endsWith("began with conf 2"))
                                .count()
                        == 2,
                () -> shell.run(jcompose + "logs web").out());

        shell.run("./jcompose daemon stop");
        write("run", "run 2");
        told("again /etc\nrun 2\nagain /etc\nrun 2\n");

        shell.run(jcompose + "up -d --force-recreate --no-deps --no-build web");
        told("to the new container watched-web-2");
        inside("web", 2, "cat /app/src/d/new /etc/app.conf", "new\nconf 2\n");

        interrupt(watch);
        assertThat(watch.exitValue()).isEqualTo(130);
        assertThat(Files.readString(log()))
                .contains("Syncing service \"web\" after 1 changes were detected")
                .endsWith("Watch disabled\n")
                .doesNotContain("\u001b");
        assertThat(shell.run(jcompose + "ps -q").out().lines())
                .as("what runs on")
                .hasSize(3);
    }

    @Test
    void aServiceIsBuiltAgainAndABrokenBuildIsToldAndOver() throws Exception {
        Process up = begin("up --watch");
        told("serving version 1");
        String others = shell.run(jcompose + "ps -q web").out();
        String images = shell.run("./jcompose image ls -q").out();

        write("api/notes", "in .dockerignore");
        write("api/version", "version 2");
        told("serving version 2");
        assertThat(shell.run(jcompose + "ps -q web").out())
                .as("the other service")
                .isEqualTo(others);

        String dockerfile = Files.readString(project.resolve("api/Dockerfile"));
        write("api/Dockerfile", dockerfile + "RUN echo why; false");
        told("Build failed. Error: Dockerfile:5:1: the command ended with exit code 1");
        write("api/Dockerfile", dockerfile.replace("serving", "mended"));
        told("mended version 2");
        until(
                () -> shell.run("./jcompose image ls -q").out().lines().count()
                        == images.lines().count(),
                () -> shell.run("./jcompose image ls").out());

        interrupt(up);
        assertThat(up.exitValue()).isEqualTo(130);
        assertThat(shell.run(jcompose + "ps -q").out())
                .as("up stops what it runs")
                .isEmpty();
    }

    @Test
    void whatCannotBeWatchedIsToldWithItsPlace() throws Exception {
        write("compose.yaml", """
                services:
                  web:
                    image: jcompose/shell
                    develop:
                      watch:
                        - {path: nowhere, action: sync, target: /x}
                        - {path: src, action: rebuild}
                  other: {image: jcompose/shell}
                """);
        Shell.Outcome outcome = shell.run(jcompose + "watch");
        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.error())
                .contains("compose.yaml:6:18: cannot watch", "no such file or directory")
                .contains("compose.yaml:7:31: service web is to be rebuilt, and has no `build`");
        assertThat(shell.run(jcompose + "watch other").error())
                .contains("none of the selected services is configured for watch");
        write("compose.yaml", STACK);
        Process dry = begin("watch --dry-run");
        write("src/a", "a");
        told("would copy to web: " + project.resolve("src/a") + " as /app/src/a");
        write("api/version", "2");
        told("would rebuild api");
        interrupt(dry);
        assertThat(shell.run(jcompose + "ps -q").out()).isEmpty();
        assertThat(shell.run(jcompose + "up -d --watch").error()).contains("--watch cannot be combined with -d");
    }
}
