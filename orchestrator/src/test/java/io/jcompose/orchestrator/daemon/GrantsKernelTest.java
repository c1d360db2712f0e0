package io.jcompose.orchestrator.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.SecretClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Secrets and configs come into containers, change there, and are nowhere else to be read. */
class GrantsKernelTest extends DaemonOnAHost {
    private static final String CANARY = "canary-4711-of-the-secret";

    private static final String YAML = """
            services:
              web:
                image: jcompose/shell
                command: [sh, -c, "trap 'exit 0' TERM; trap 'cp /etc/site /tmp/seen' HUP; while :; do sleep 0.05; done"]
                restart: unless-stopped
                read_only: true
                secrets:
                  - password
                  - {source: password, target: /srv/deep/key, uid: "1000", gid: "1001", mode: 0400}
                configs:
                  - {source: site, target: /etc/site}
            secrets:
              password: {file: ./password}
            configs:
              site: {file: ./site}
            """;

    private static final String RELOADS =
            YAML.replace("read_only: true", "x-reload: SIGHUP").replace("/tmp/seen", "/seen");

    @BeforeEach
    void contents() throws Exception {
        write("password", CANARY);
        write("site", "first");
    }

    private static void write(String name, String content) throws IOException {
        Files.writeString(host.base().resolve(name), content);
    }

    private static List<Path> blobs() throws IOException {
        Path blobs = host.directories().root().resolve("secrets/blobs");
        try (Stream<Path> files = Files.isDirectory(blobs) ? Files.list(blobs) : Stream.empty()) {
            return files.toList();
        }
    }

    private static long main() throws Exception {
        List<Long> processes = Leaks.processesOf(stack.row("web").id());
        assertThat(processes).isNotEmpty();
        return processes.get(0);
    }

    /** A path inside the container. */
    private static Path inside(String path) throws Exception {
        return Path.of("/proc/" + main() + "/root" + path);
    }

    private static String read(String path) throws Exception {
        assertThat(inside(path)).exists();
        return Files.readString(inside(path));
    }

    /** Files of the daemon in which a text stands. */
    private static List<Path> holding(String text) throws IOException {
        try (Stream<Path> paths = Files.walk(host.directories().root())) {
            return paths.filter(Files::isRegularFile)
                    .filter(path -> !path.startsWith(host.directories().root().resolve("images")))
                    .filter(path -> contains(path, text))
                    .toList();
        }
    }

    private static boolean contains(Path path, String text) {
        try {
            return new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1).contains(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void theyAreFilesOfTheContainerAndNoOthers() throws Exception {
        stack.up(YAML);
        assertThat(read("/run/secrets/password")).isEqualTo(CANARY);
        assertThat(read("/srv/deep/key")).isEqualTo(CANARY);
        assertThat(Files.getAttribute(inside("/srv/deep/key"), "unix:uid")).isEqualTo(1000);
        assertThat((int) Files.getAttribute(inside("/srv/deep/key"), "unix:mode") & 07777)
                .isEqualTo(0400);
        assertThat(read("/etc/site")).isEqualTo("first");
        assertThat(holding(CANARY)).isEmpty();
        assertThat(holding("\"first\"")).isEmpty();
        assertThat(stack.plan(YAML)).isEmpty();
    }

    @Test
    void aCrashAndANewDaemonBringThemBackFromTheStore() throws Exception {
        stack.up(YAML);
        Files.delete(host.base().resolve("password"));
        long before = main();
        host.startDaemon();
        ProcessHandle.of(main()).orElseThrow().destroyForcibly();
        Patience.until(() -> assertThat(main()).isNotEqualTo(before));
        assertThat(read("/run/secrets/password")).isEqualTo(CANARY);
    }

    @Test
    void anotherContentMakesANewContainerAndThePlanHidesIt() throws Exception {
        stack.up(YAML);
        String id = stack.row("web").id();
        write("password", "another " + CANARY);
        assertThat(stack.plan(YAML))
                .contains("remove container shop-web-1 (secrets./run/secrets/password.x-digest,"
                        + " secrets./srv/deep/key.x-digest changed)")
                .noneMatch(line -> line.contains(CANARY));
        stack.up(YAML);
        assertThat(stack.row("web").id()).isNotEqualTo(id);
        assertThat(read("/run/secrets/password")).isEqualTo("another " + CANARY);
    }

    @Test
    void aServiceThatReloadsKeepsItsContainerAndIsTold() throws Exception {
        stack.up(RELOADS);
        long before = main();
        write("site", "second");
        assertThat(stack.plan(RELOADS))
                .containsExactly("reload container shop-web-1 with SIGHUP (config site changed)");
        stack.up(RELOADS);
        assertThat(main()).isEqualTo(before);
        Patience.until(() -> assertThat(read("/seen")).isEqualTo("second"));
        assertThat(read("/etc/site")).isEqualTo("second");
        assertThat(read("/run/secrets/password")).isEqualTo(CANARY);
        assertThat(stack.plan(RELOADS)).isEmpty();
        host.startDaemon();
        assertThat(stack.plan(RELOADS)).isEmpty();
    }

    @Test
    void whatReloadsIsRecreatedWhenMoreThanTheContentChanges() throws Exception {
        stack.up(RELOADS);
        String id = stack.row("web").id();
        write("site", "second");
        stack.up(RELOADS.replace("target: /etc/site", "target: /etc/site, mode: 0400"));
        assertThat(stack.row("web").id()).isNotEqualTo(id);
        assertThat(read("/etc/site")).isEqualTo("second");
    }

    @Test
    void anExternalSecretThatNobodyMadeIsRefusedWithItsPlace() {
        String yaml = YAML.replace("{file: ./password}", "{external: true, name: db}");
        assertThatThrownBy(() -> stack.up(yaml))
                .isInstanceOfSatisfying(
                        DaemonException.Refused.class,
                        refused -> assertThat(refused.path()).isEqualTo("secrets.password"))
                .hasMessageContaining("external secret \"db\" not found");
    }

    private static void put(String content, boolean create) throws DaemonException {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        var item = new SecretClient.Item("secret", "db", bytes);
        assertThat(stack.client().secrets().put(List.of(item), create, !create)).hasSize(1);
    }

    @Test
    void anExternalSecretComesFromTheStoreAndItsRotationToWhoeverUsesIt() throws Exception {
        String yaml = YAML.replace("{file: ./password}", "{external: true, name: db}");
        SecretClient secrets = stack.client().secrets();
        put(CANARY, true);
        stack.up(yaml);
        assertThat(read("/run/secrets/password")).isEqualTo(CANARY);
        assertThat(stack.plan(yaml)).isEmpty();
        assertThatThrownBy(() -> put("x", true)).hasMessageContaining("secret db exists");
        assertThatThrownBy(() -> secrets.remove("secret", "db", false)).hasMessageContaining("used by project shop");
        String id = stack.row("web").id();
        put("second " + CANARY, false);
        assertThat(stack.plan(yaml)).anyMatch(line -> line.startsWith("remove container shop-web-1"));
        assertThat(read("/run/secrets/password")).isEqualTo(CANARY);
        assertThat(secrets.refresh("secret", "db")).containsExactly("shop");
        assertThat(stack.row("web").id()).isNotEqualTo(id);
        assertThat(read("/run/secrets/password")).isEqualTo("second " + CANARY);
        assertThat(stack.plan(yaml)).isEmpty();
        assertThat(holding(CANARY)).isEmpty();
        host.startDaemon();
        assertThat(stack.plan(yaml)).isEmpty();
        assertThat(stack.client().secrets().list()).singleElement().satisfies(named -> {
            assertThat(named.text("name")).isEqualTo("db");
            assertThat(named.objects("versions")).hasSize(2);
        });
        stack.down();
        secrets.remove("secret", "db", false);
    }

    @Test
    void aRotationOfASecretThatIsReloadedKeepsTheContainer() throws Exception {
        String yaml = RELOADS.replace("{file: ./password}", "{external: true, name: db}");
        put("one", true);
        stack.up(yaml);
        long before = main();
        put("two", false);
        assertThat(stack.client().secrets().refresh("secret", "db")).containsExactly("shop");
        assertThat(main()).isEqualTo(before);
        assertThat(read("/run/secrets/password")).isEqualTo("two");
        assertThat(read("/srv/deep/key")).isEqualTo("two");
        stack.client().secrets().remove("secret", "db", true);
    }

    @Test
    void secretsLeaveTheDaemonOnlySealedForSomebody() throws Exception {
        put(CANARY, true);
        SecretClient secrets = stack.client().secrets();
        String recipient = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";
        byte[] file = secrets.export("secret", List.of("db"), List.of(recipient), null);
        assertThat(new String(file, StandardCharsets.ISO_8859_1))
                .startsWith("age-encryption.org/v1\n-> X25519 ")
                .doesNotContain(CANARY);
        assertThatThrownBy(() -> secrets.export("secret", List.of("db"), List.of(), null))
                .hasMessageContaining("for recipients");
        assertThatThrownBy(() -> secrets.export("secret", List.of("none"), List.of(recipient), null))
                .hasMessageContaining("no such secret: none");
        secrets.remove("secret", "db", false);
    }

    @Test
    void aDamagedStoreStartsNothingUntilUpBringsTheContentsAgain() throws Exception {
        stack.up(YAML);
        for (Path blob : blobs()) {
            byte[] bytes = Files.readAllBytes(blob);
            bytes[bytes.length - 1] ^= 1;
            Files.write(blob, bytes);
        }
        long before = main();
        ProcessHandle.of(main()).orElseThrow().destroyForcibly();
        Patience.until(() -> assertThat(stack.row("web").state()).isNotEqualTo("running"));
        stack.up(YAML);
        Patience.until(() -> assertThat(main()).isNotEqualTo(before));
        assertThat(read("/run/secrets/password")).isEqualTo(CANARY);
    }
}
