package io.jcompose.orchestrator.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jcompose.orchestrator.client.RegistryLogin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialsTest {
    private static final String BOB = "Ym9iOnNlOmNyZXQ="; // bob:se:cret

    @TempDir
    private Path home;

    private final List<String> warnings = new ArrayList<>();
    private Credentials credentials;

    @BeforeEach
    void begin() {
        credentials = new Credentials(
                Map.of("HOME", home.toString(), "PATH", "relative:" + home.resolve("bin")), warnings::add);
    }

    private void docker(String json) throws IOException {
        Files.createDirectories(home.resolve(".docker"));
        Files.writeString(home.resolve(".docker/config.json"), json);
    }

    private void helper(String name, String script, String mode) throws IOException {
        Files.createDirectories(home.resolve("bin"));
        Path file = Files.writeString(home.resolve("bin/docker-credential-" + name), "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    @Test
    void anAccountIsKeptWhereOnlyItsOwnerReads() throws IOException {
        credentials.store(new RegistryLogin("lan:5000", "bob", "se:cret", false));
        credentials.store(new RegistryLogin("docker.io", "", "token", true));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(credentials.file())))
                .isEqualTo("rw-------");
        assertThat(credentials.find("lan:5000")).contains(new RegistryLogin("lan:5000", "bob", "se:cret", false));
        assertThat(credentials.find("docker.io")).contains(new RegistryLogin("docker.io", "", "token", true));
        assertThat(credentials.find("other")).isEmpty();
        try (var files = Files.list(credentials.file().resolveSibling(""))) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void anAccountIsForgotten() throws IOException {
        credentials.store(new RegistryLogin("lan:5000", "bob", "x", false));
        assertThat(credentials.forget("lan:5000")).isTrue();
        assertThat(credentials.forget("lan:5000")).isFalse();
        assertThat(credentials.find("lan:5000")).isEmpty();
    }

    @Test
    void dockersFileIsReadAfterOurs() throws IOException {
        docker("{\"auths\":{\"https://index.docker.io/v1/\":{\"auth\":\"" + BOB + "\"},\"ghcr.io\":{\"auth\":\"" + BOB
                + "\"},\"empty\":{}}}");
        credentials.store(new RegistryLogin("ghcr.io", "eve", "y", false));

        assertThat(credentials.find("docker.io")).contains(new RegistryLogin("docker.io", "bob", "se:cret", false));
        assertThat(credentials.find("ghcr.io")).map(RegistryLogin::user).contains("eve");
        assertThat(credentials.find("empty")).isEmpty();
    }

    @Test
    void onlyTheRegistriesOfTheImagesAreLookedUp() throws IOException {
        docker("{\"auths\":{\"docker.io\":{\"auth\":\"" + BOB + "\"},\"ghcr.io\":{\"auth\":\"" + BOB + "\"}}}");
        assertThat(credentials.forImages(List.of("ghcr.io/a/b:1", "ghcr.io/c", "jcompose/shell")))
                .extracting(RegistryLogin::registry)
                .containsExactly("ghcr.io");
        assertThat(credentials.forImages(List.of("nginx")))
                .extracting(RegistryLogin::registry)
                .containsExactly("docker.io");
    }

    @Test
    void aHelperProgramIsAsked() throws IOException {
        docker("{\"credHelpers\":{\"lan\":\"own\"},\"credsStore\":\"all\"}");
        helper("own", "read r; echo \"{\\\"Username\\\":\\\"$1-$r\\\",\\\"Secret\\\":\\\"s\\\"}\"", "rwx------");
        helper("all", "echo 'credentials not found in native keychain'; exit 1", "rwx------");

        assertThat(credentials.find("lan")).contains(new RegistryLogin("lan", "get-lan", "s", false));
        assertThat(credentials.find("other")).isEmpty();
        assertThat(warnings).isEmpty();
    }

    /** A helper that keeps one account in a file. */
    private void keeping(String name) throws IOException {
        helper(
                name,
                "kept=" + home.resolve("kept") + "\n"
                        + "case $1 in store) cat >$kept ;; erase) rm $kept ;;"
                        + " get) [ -e $kept ] || { echo 'credentials not found in native keychain'; exit 1; }; cat $kept ;; esac",
                "rwx------");
    }

    @Test
    void aHelperProgramKeepsAccounts() throws IOException {
        docker("{\"credsStore\":\"keeping\"}");
        keeping("keeping");
        RegistryLogin bob = new RegistryLogin("docker.io", "bob", "se\"cret", false);

        assertThat(credentials.store(bob)).isEqualTo("docker-credential-keeping");
        assertThat(home.resolve("kept")).content().contains("\"ServerURL\":\"https://index.docker.io/v1/\"");
        assertThat(credentials.file()).doesNotExist();
        assertThat(credentials.find("docker.io")).contains(bob);
        assertThat(credentials.forget("docker.io")).isTrue();
        assertThat(home.resolve("kept")).doesNotExist();
        assertThat(credentials.forget("docker.io")).isFalse();
    }

    @Test
    void ourFileMayNameAHelperProgramAndKeepsItsName() throws IOException {
        keeping("mine");
        Files.createDirectories(credentials.file().resolveSibling(""));
        Files.writeString(
                credentials.file(),
                "{\"auths\":{\"old\":{\"auth\":\"" + BOB + "\"}},\"credHelpers\":{\"old\":\"mine\"}}");

        credentials.store(new RegistryLogin("old", "", "token", true));
        credentials.store(new RegistryLogin("other", "eve", "y", false));

        assertThat(home.resolve("kept")).content().contains("\"Username\":\"<token>\"");
        assertThat(credentials.file()).content().doesNotContain(BOB).contains("\"old\" : \"mine\"", "other");
        assertThat(credentials.find("old")).contains(new RegistryLogin("old", "", "token", true));
    }

    @Test
    void aHelperProgramThatFailsKeepsNothingAndIsSaid() throws IOException {
        docker("{\"credsStore\":\"broken\"}");
        helper("broken", "exit 3", "rwx------");
        assertThatThrownBy(() -> credentials.store(new RegistryLogin("lan", "bob", "x", false)))
                .hasMessageContaining("docker-credential-broken failed");
        assertThat(credentials.file()).doesNotExist();
    }

    @Test
    void aHelperProgramThatCannotBeTrustedIsNotRun() throws IOException {
        docker("{\"credHelpers\":{\"a\":\"open\",\"b\":\"../../evil\",\"c\":\"absent\",\"d\":\"broken\"}}");
        helper("open", "touch " + home.resolve("ran"), "rwxrwxrwx");
        helper("broken", "exit 3", "rwx------");

        for (String registry : List.of("a", "b", "c", "d")) {
            assertThat(credentials.find(registry)).isEmpty();
        }
        assertThat(home.resolve("ran")).doesNotExist();
        assertThat(warnings)
                .hasSize(4)
                .anyMatch(line -> line.contains("is not run: others may write it"))
                .anyMatch(line -> line.contains("a name that no program can have"))
                .anyMatch(line -> line.contains("docker-credential-absent is not installed"))
                .anyMatch(line -> line.contains("docker-credential-broken failed"));
    }

    @Test
    void aBrokenFileIsSaidAndLeftOut() throws IOException {
        docker("{\"auths\": [");
        assertThat(credentials.find("docker.io")).isEmpty();
        assertThat(warnings).singleElement().asString().contains("config.json", "going on without its accounts");
    }
}
