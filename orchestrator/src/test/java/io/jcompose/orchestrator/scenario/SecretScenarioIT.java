package io.jcompose.orchestrator.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Secrets as a user has them, and as nobody else may: the real launcher, the real daemon. */
class SecretScenarioIT {
    private static final String CANARY = "canary-0815-top-secret";

    private static final String STACK = """
            name: vault
            services:
              web:
                image: jcompose/shell
                command: [sh, -c, "exec sleep 1000"]
                init: true
                read_only: true
                stop_grace_period: 100ms
                secrets:
                  - outside
                  - {source: typed, mode: 0400, uid: "7"}
                  - {source: of-file, target: /etc/key}
                configs: [site]
                pre_start: [{command: [grep, -q, canary, /etc/key]}]
                post_start: [{command: [grep, -q, canary, /run/secrets/outside]}]
                pre_stop: [{command: ["true"]}]
            secrets:
              outside: {external: true}
              typed: {environment: TYPED}
              of-file: {file: ./key}
            configs:
              site: {content: "worker ${WORKERS:-2};"}
            """;

    private Shell shell;
    private String jcompose = "";

    SecretScenarioIT() throws IOException {
        shell = new Shell();
    }

    @BeforeEach
    void fresh() throws IOException {
        shell.close();
        shell = new Shell();
        jcompose = "TYPED='" + CANARY + "-typed' ./jcompose -f " + shell.base().resolve("compose.yaml") + " ";
        Files.writeString(shell.base().resolve("compose.yaml"), STACK);
        Files.writeString(shell.base().resolve("key"), CANARY + "-of-file");
    }

    @AfterEach
    void nothingStays() throws IOException, InterruptedException {
        shell.run(jcompose + "down -v -t 1");
        shell.run("./jcompose daemon stop --all");
        List<String> left = shell.left();
        shell.close();
        assertThat(left).isEmpty();
    }

    private final List<String> printed = new ArrayList<>();

    private String did(String command) throws Exception {
        Shell.Outcome outcome = shell.run(command);
        assertThat(outcome.code())
                .as(command + "\n" + outcome.out() + outcome.error())
                .isZero();
        printed.add(outcome.out() + outcome.error());
        return outcome.out();
    }

    private String create(String content, String command) throws Exception {
        Path file = Files.writeString(shell.base().resolve("typed-in"), content);
        String out = did("./jcompose secret " + command + " < " + file);
        Files.delete(file);
        return out;
    }

    private String inside(String path) throws Exception {
        Shell.Outcome outcome = shell.run(jcompose + "exec -T web cat " + path);
        assertThat(outcome.code()).as(outcome.error()).isZero();
        return outcome.out();
    }

    /** Files of daemon and client in which a text stands. */
    private List<Path> holding(String text) throws IOException {
        List<Path> found = new ArrayList<>();
        for (String place : List.of("root", "run")) {
            try (Stream<Path> paths = Files.walk(shell.base().resolve(place))) {
                paths.filter(Files::isRegularFile)
                        .filter(path ->
                                !path.startsWith(shell.base().resolve("root").resolve("images"))
                                        && !path.toString().contains("/sandboxes/"))
                        .filter(path -> contains(path, text))
                        .forEach(found::add);
            }
        }
        return found;
    }

    private static boolean contains(Path path, String text) {
        try {
            return new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1).contains(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aUserKeepsRotatesAndMovesThem() throws Exception {
        Shell.Outcome early = shell.run(jcompose + "up -d");
        assertThat(early.code()).isEqualTo(1);
        assertThat(early.error())
                .contains("compose.yaml:18", "external secret \"outside\" not found", "jcompose secret create outside");
        assertThat(create(CANARY + "-1", "create outside -")).isEqualTo("outside\n");
        assertThat(shell.run("echo x | ./jcompose secret create outside").error())
                .contains("secret outside exists: `secret rotate` changes it");
        did(jcompose + "up -d");
        assertThat(inside("/run/secrets/outside")).isEqualTo(CANARY + "-1");
        assertThat(inside("/run/secrets/typed")).isEqualTo(CANARY + "-typed");
        assertThat(inside("/etc/key")).isEqualTo(CANARY + "-of-file");
        assertThat(inside("/site")).isEqualTo("worker 2;");
        assertThat(did(jcompose + "exec -T web stat -c '%a %u' /run/secrets/typed"))
                .isEqualTo("400 7\n");
        assertThat(did("./jcompose secret ls")).containsPattern("outside +secret +1 ");
        assertThat(did("./jcompose secret ls --format json")).contains("\"Name\":\"outside\",\"Kind\":\"secret\"");
        assertThat(did(jcompose + "plan")).contains("Nothing to do");
        assertThat(create(CANARY + "-2", "rotate --up outside"))
                .isEqualTo("outside has version 2\nproject vault has it\n");
        assertThat(inside("/run/secrets/outside")).isEqualTo(CANARY + "-2");
        assertThat(shell.run(jcompose + "secret rm outside").error()).contains("is used by project vault");
        did(jcompose + "config");
        did(jcompose + "ps");
        did("./jcompose secret inspect outside");
        assertThat(String.join("\n", printed)).doesNotContain("canary-0815");
        assertThat(holding("canary-0815")).isEmpty();
        moved();
    }

    /** Out of this daemon sealed by a passphrase, and in again. */
    private void moved() throws Exception {
        Path words = Files.writeString(shell.base().resolve("words"), "open sesame\n");
        Path file = shell.base().resolve("secrets.age");
        did("./jcompose secret export --passphrase-file " + words + " -o " + file);
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).startsWith("age-encryption.org/v1\n-> scrypt");
        did(jcompose + "down");
        did("./jcompose secret rm outside");
        assertThat(did("./jcompose secret ls -q")).isEmpty();
        Files.writeString(words, "open says me\n");
        assertThat(shell.run("./jcompose secret import --passphrase-file " + words + " " + file)
                        .error())
                .contains("the passphrase is wrong");
        Files.writeString(words, "open sesame\n");
        assertThat(did("./jcompose secret import --passphrase-file " + words + " " + file))
                .isEqualTo("outside\n");
        did(jcompose + "up -d");
        assertThat(inside("/run/secrets/outside")).isEqualTo(CANARY + "-2");
        assertThat(did("./jcompose audit ls"))
                .containsPattern("create +secret outside +done")
                .containsPattern("rotate +secret outside +done")
                .containsPattern("export +all +done")
                .containsPattern("rm +secret outside +done");
    }
}
