package io.jcompose.runtime.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.jcompose.runtime.BuildRequest;
import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.Image;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Dockerfiles, contexts and base images of somebody who wants out, or wants the daemon to choke. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HostileBuildKernelTest {
    private static final String SHELL = "FROM jcompose/shell\n";

    private BuildHost host;
    private Path outside;

    @BeforeAll
    void open() throws Exception {
        host = new BuildHost();
    }

    @BeforeEach
    void begin() throws Exception {
        host.clear();
        outside = Files.createDirectory(host.base.resolve("outside"));
        Files.writeString(outside.resolve("secret"), "of the host");
    }

    @AfterEach
    void nothingIsLeftAndTheHostIsAsItWas() throws Exception {
        try (var names = Files.list(outside)) {
            assertThat(names.map(Path::getFileName).map(Path::toString)).containsExactly("secret");
        }
        assertThat(outside.resolve("secret")).hasContent("of the host");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(outside)))
                .startsWith("rwxr");
        Files.delete(outside.resolve("secret"));
        Files.delete(outside);
        host.assertTidy();
    }

    @AfterAll
    void close() throws Exception {
        host.close();
    }

    /** What the image has of the host's secret, or that there was no image. */
    private void staysInside(String dockerfile) throws Exception {
        Image image;
        try {
            image = host.build(dockerfile);
        } catch (ContainerException e) {
            assertThat(e).hasMessageStartingWith("Dockerfile:");
            return;
        }
        for (Path layer : image.layers()) {
            try (var files = Files.walk(layer)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    if (Files.size(file) < 100 && !Files.isSymbolicLink(file)) {
                        assertThat(Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1))
                                .doesNotContain("of the host");
                    }
                }
            }
        }
    }

    @Test
    void linksOfStagesLeadNowhere() throws Exception {
        host.file("f", "f");
        String trap = SHELL + "RUN ln -s " + outside + " /out && ln -s /proc/1/root" + outside
                + " /magic && ln -s ../../../../../.." + outside + " /up && mkdir /d && ln -s /out/secret /d/s\n";
        List<String> attempts = new ArrayList<>();
        for (String link : List.of("out", "magic", "up")) {
            attempts.add(trap + "COPY f /" + link + "/secret\n");
            attempts.add(trap + "COPY f /" + link + "/new/deep\n");
            attempts.add(trap + "ADD --chown=7:7 f /" + link + "\n");
            attempts.add(trap + "WORKDIR /" + link + "/made\nRUN touch x || true\n");
            attempts.add(trap + "COPY --link f /" + link + "/linked\n");
            attempts.add(trap + "FROM scratch\nCOPY --from=0 /" + link + "/secret /stolen\n");
            attempts.add(trap + "FROM scratch\nCOPY --from=0 /" + link + " /stolen/\n");
            attempts.add(trap + "RUN --mount=type=bind,from=jcompose/shell,source=/" + link + ",target=/m ls /m\n");
            attempts.add(trap + "FROM jcompose/shell\nRUN --mount=type=bind,from=0,source=/" + link
                    + ",target=/m cp -r /m /stolen\n");
            attempts.add(trap + "RUN --mount=type=tmpfs,target=/" + link + "/t true\n");
            attempts.add(trap + "RUN --mount=type=cache,target=/" + link + "/c touch /" + link + "/c/x\n");
            attempts.add(trap + "RUN --mount=type=secret,id=pass,target=/" + link + "/p true\n");
        }
        attempts.add(trap + "FROM scratch\nCOPY --from=0 /d /stolen\n");
        attempts.add(trap + "FROM scratch\nCOPY --from=0 /d/* /stolen/\n");
        for (String attempt : attempts) {
            staysInside(attempt);
        }
    }

    @Test
    void accountsOfAHostileImageAreReadInsideOfIt() throws Exception {
        host.file("f", "f");
        staysInside(SHELL + "RUN rm /etc/passwd && ln -s " + outside + "/secret /etc/passwd\nCOPY --chown=who f /f\n");
        staysInside(SHELL + "RUN rm /etc/passwd && mkfifo /etc/passwd\nCOPY --chown=root f /f\n");
        staysInside(SHELL + "RUN rm -rf /etc && ln -s " + outside + " /etc\nRUN true\nCOPY --chown=root:root f /f\n");
        staysInside(SHELL + "RUN rm /etc/resolv.conf /etc/hosts; ln -s " + outside
                + "/secret /etc/hosts\nRUN echo x > /etc/hosts\n");
    }

    @Test
    void filesOfTheContextThatAreNoneOrHaveOddNamesAreNamed() throws Exception {
        Process made = new ProcessBuilder(
                        "sh", "-ec", "mkfifo pipe; printf x > \"$(printf 'a\\377b')\"; printf x > 'new\nline'")
                .directory(host.context.toFile())
                .start();
        assertThat(made.waitFor()).isZero();
        assertThatThrownBy(() -> host.build("FROM scratch\nCOPY pipe /p\n"))
                .hasMessageStartingWith("Dockerfile:2:1: ")
                .hasMessageContaining("FIFO");
        Files.delete(host.context.resolve("pipe"));
        assertThatThrownBy(() -> host.build("FROM scratch\nCOPY . /all/\n"))
                .hasMessageStartingWith("Dockerfile:2:1: ")
                .hasMessageContaining("is no UTF-8");
        host.file(".dockerignore", "a?b\n");
        Image image = host.build("FROM scratch\nCOPY . /all/\n");
        assertThat(host.read(image, "all/new\nline")).contains("x");
    }

    @Test
    void aDockerfileThatNeverEndsIsNoFile() throws Exception {
        for (String make : List.of("mkfifo", "ln -s /dev/zero", "ln -s /dev/stdin", "mkdir")) {
            for (String name : List.of("Dockerfile", ".dockerignore", "Dockerfile.dockerignore")) {
                host.clear();
                host.file("f", "f").file("Dockerfile", "FROM scratch\nCOPY f /f\n");
                Files.deleteIfExists(host.context.resolve(name));
                Process made = new ProcessBuilder("sh", "-ec", make + " " + name)
                        .directory(host.context.toFile())
                        .start();
                assertThat(made.waitFor()).isZero();
                BuildRequest request = BuildRequest.of(host.context.toString(), List.of());
                CompletableFuture<Throwable> build = CompletableFuture.supplyAsync(
                        () -> catchThrowable(() -> host.build(request, host.progress(() -> false))));
                assertThat(build.get(20, TimeUnit.SECONDS))
                        .as(make + " " + name)
                        .isInstanceOf(ContainerException.class)
                        .hasMessageContaining(name + " is no file");
            }
        }
    }

    @Test
    void aFileOfManyStagesOrLongLinesEndsSoon() {
        long begun = System.nanoTime();
        StringBuilder stages = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            stages.append("FROM scratch AS s")
                    .append(i)
                    .append("\nLABEL a=")
                    .append(i)
                    .append('\n');
        }
        attempt(stages.toString());
        StringBuilder chain = new StringBuilder("FROM scratch AS s0\n");
        for (int i = 1; i < 10_000; i++) {
            chain.append("FROM s").append(i - 1).append(" AS s").append(i).append('\n');
        }
        attempt(chain.toString());
        attempt("FROM scratch\nLABEL a=" + "x".repeat(1 << 20) + "\n");
        attempt("FROM scratch\nENV A=" + "$A".repeat(200_000) + "\n");
        attempt("FROM scratch\nLABEL a=" + "${A:-".repeat(20_000) + "}".repeat(20_000) + "\n");
        attempt("FROM scratch\nCOPY " + "[".repeat(100_000) + " /x\n");
        attempt("FROM scratch\nCOPY " + "*a".repeat(10_000) + " /x\n");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMinutes(1));
    }

    @Test
    void variablesThatDoubleThemselvesAreBounded() {
        StringBuilder bomb = new StringBuilder("FROM scratch\nARG A0=xxxxxxxxxx\n");
        for (int i = 1; i < 60; i++) {
            bomb.append("ARG A")
                    .append(i)
                    .append("=${A")
                    .append(i - 1)
                    .append("}${A")
                    .append(i - 1)
                    .append("}\n");
        }
        assertThatThrownBy(() -> host.build(bomb + "LABEL a=$A59\n"))
                .isInstanceOf(ContainerException.class)
                .hasMessageStartingWith("Dockerfile:");
        StringBuilder global = new StringBuilder("ARG A0=xxxxxxxxxx\n");
        for (int i = 1; i < 60; i++) {
            global.append("ARG A")
                    .append(i)
                    .append("=${A")
                    .append(i - 1)
                    .append("}${A")
                    .append(i - 1)
                    .append("}\n");
        }
        assertThatThrownBy(() -> host.build(global + "FROM scratch\nARG A59\nLABEL a=$A59\n"))
                .isInstanceOf(ContainerException.class)
                .hasMessageStartingWith("Dockerfile:");
        StringBuilder many = new StringBuilder("FROM scratch\n");
        for (int i = 0; i < 3_000; i++) {
            many.append("ENV V").append(i).append('=').append("x".repeat(1_000)).append('\n');
        }
        attempt(many.toString());
    }

    /** Built or refused with a sentence, but nothing else. */
    private void attempt(String dockerfile) {
        Throwable failure = catchThrowable(() -> host.build(dockerfile));
        if (failure != null) {
            assertThat(failure).isInstanceOf(ContainerException.class);
            assertThat(String.valueOf(failure.getMessage()).length()).isLessThan(30_000);
        }
    }
}
