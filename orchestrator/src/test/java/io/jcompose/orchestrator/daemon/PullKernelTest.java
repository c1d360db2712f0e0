package io.jcompose.orchestrator.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jcompose.orchestrator.client.DaemonClient;
import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.Message;
import io.jcompose.orchestrator.client.MessageStream;
import io.jcompose.orchestrator.client.RegistryLogin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Images go to Debian's registry and come back through {@code up}, as each policy has it. */
class PullKernelTest {
    private static final String YAML = """
            services:
              web:
                image: %s
                pull_policy: %s
                command: [/srv/serve, "80"]
                volumes: ["./serve:/srv/serve:ro"]
            """;

    private static ScratchHost host;
    private static ScratchRegistry registry;
    private static DaemonClient client;
    private static String image;

    @BeforeAll
    static void aRegistryWithAnImage() throws Exception {
        host = new ScratchHost();
        host.startDaemon();
        registry = new ScratchRegistry(host.base().resolve("registry"));
        client = new DaemonClient(host.directories().socket());
        image = registry.host() + "/shop/web:1";
        Path file = Files.writeString(host.base().resolve("motd"), "hello");
        finish(client.imageFromHost(image, List.of("/bin/sh", file.toString())));
        finish(client.registries().push(image, List.of(registry.login())));
    }

    @AfterAll
    static void noHost() throws Exception {
        registry.close();
        host.close();
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        host.stack().down();
        assertThat(host.left()).isEmpty();
    }

    private static List<String> finish(MessageStream stream) throws DaemonException {
        List<String> lines = new ArrayList<>();
        try (stream) {
            stream.finish(step -> lines.add(step.id() + " " + step.status()));
        }
        return lines;
    }

    private static List<String> up(String policy, RegistryLogin... logins) throws Exception {
        String yaml = YAML.formatted(image, policy);
        return finish(client.up(Stack.PROJECT, host.stack().request(yaml).by(List.of(logins))));
    }

    /** By all its names: another test may have pulled it by its digest. */
    private static void forget() throws DaemonException {
        for (var summary : client.images()) {
            for (String name : summary.references()) {
                if (name.startsWith(registry.host())) {
                    client.removeImage(name);
                }
            }
        }
    }

    private static boolean isHere() throws DaemonException {
        return client.images().stream().anyMatch(one -> one.references().contains(image));
    }

    @Test
    void inspectNamesTheDigestThatTheRegistryHas() throws Exception {
        forget();
        List<RegistryLogin> logins = List.of(registry.login());
        String motd = host.base().resolve("motd").toString();
        finish(client.imageFromHost(image, List.of("/bin/sh", motd)));
        finish(client.registries().push(image, logins));

        String digest = client.registries().digest(image, logins);
        assertThat(client.imageWorks().inspect(image))
                .contains("\"RepoDigests\":[\"" + registry.host() + "/shop/web@" + digest + "\"]");
    }

    @Test
    void anImageThatIsMissingIsPulledAndRuns() throws Exception {
        up("missing", registry.login());
        host.stack().down();
        forget();

        List<String> lines = up("missing", registry.login());

        assertThat(host.stack().states()).containsExactly("web-1 running");
        assertThat(lines).contains("Image " + image + " Pulling", "Image " + image + " Pulled");
        assertThat(lines).anyMatch(line -> line.startsWith("Layer ") && line.endsWith(" Pull complete"));
    }

    @Test
    void whatIsHereIsPulledOnlyWhenThePolicySaysSo() throws Exception {
        up("always", registry.login());
        assertThat(up("missing", registry.login())).noneMatch(line -> line.endsWith(" Pulling"));
        assertThat(up("daily", registry.login())).noneMatch(line -> line.endsWith(" Pulling"));
        assertThat(up("every_1ms", registry.login())).contains("Image " + image + " Pulled");
        assertThat(up("always", registry.login())).contains("Image " + image + " Pulled");
        assertThat(host.stack().states()).containsExactly("web-1 running");
    }

    @Test
    void neverMeansThatNobodyIsAsked() throws Exception {
        up("missing", registry.login());
        host.stack().down();
        forget();
        assertThatThrownBy(() -> up("never", registry.login()))
                .hasMessageContaining("no image '" + image + "' on this host");
        assertThat(isHere()).isFalse();
    }

    @Test
    void withoutAnAccountNothingIsPulledAndTheWayOutIsSaid() throws Exception {
        assertThatThrownBy(() -> up("always"))
                .hasMessageContaining("cannot pull '" + image + "'")
                .hasMessageContaining("jcompose login " + registry.host());
    }

    @Test
    void aForeignPlatformIsRefused() throws Exception {
        String yaml = YAML.formatted(image, "missing") + "    platform: linux/s390x\n";
        assertThatThrownBy(() -> host.stack().up(yaml)).hasMessageContaining("linux/s390x, which this host cannot run");
    }

    @Test
    void accountsAreInNoFileOfTheDaemon() throws Exception {
        up("always", registry.login());
        try (Stream<Path> files = Files.walk(host.directories().root())) {
            List<Path> texts =
                    files.filter(file -> file.toString().endsWith(".json")).toList();
            assertThat(texts).isNotEmpty();
            for (Path text : texts) {
                assertThat(Files.readString(text))
                        .doesNotContain(registry.login().secret() + "\"");
            }
        }
    }

    @Test
    void aDigestIsAskedForAndPulledBy() throws Exception {
        String digest = client.registries().digest(image, List.of(registry.login()));
        String pinned = image + "@" + digest;
        finish(client.up(
                Stack.PROJECT,
                host.stack().request(YAML.formatted(pinned, "always")).by(List.of(registry.login()))));
        assertThat(host.stack().states()).containsExactly("web-1 running");
        try (MessageStream stream = client.registries().pull(pinned, null, true, List.of(registry.login()))) {
            Message.Result result = stream.finish(step -> {});
            assertThat(result.value().text("id")).startsWith("sha256:");
        }
    }

    @Test
    void anAccountIsChecked() throws Exception {
        client.registries().login(registry.login());
        assertThatThrownBy(() -> client.registries().login(new RegistryLogin(registry.host(), "bob", "wrong", false)))
                .hasMessageContaining("user or password is not accepted");
    }
}
