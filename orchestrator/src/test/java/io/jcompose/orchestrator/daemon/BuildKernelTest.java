package io.jcompose.orchestrator.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jcompose.orchestrator.client.BuildCaches;
import io.jcompose.orchestrator.client.BuildClient;
import io.jcompose.orchestrator.client.BuildOrder;
import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.Message;
import io.jcompose.orchestrator.client.MessageStream;
import io.jcompose.orchestrator.client.RegistryLogin;
import io.jcompose.runtime.store.ContainerFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Builds by a real daemon: what their commands reach, and what is left when somebody dies. */
class BuildKernelTest {
    private static final String WEB = """
            services:
              web:
                image: jcompose/shell
                command: [/srv/serve, "80"]
                hostname: the-web
                volumes: ["./serve:/srv/serve:ro"]
                ports: ["18090:80"]
            """;

    private static ScratchHost host;
    private static Stack stack;
    private static Path context;

    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

    @BeforeAll
    static void aHost() throws Exception {
        host = new ScratchHost();
        stack = host.stack();
        context = Files.createDirectory(host.base().resolve("context"));
        Files.copy(host.compile("ask"), context.resolve("ask"));
    }

    @AfterAll
    static void noHost() throws Exception {
        host.close();
    }

    @BeforeEach
    void aDaemon() throws Exception {
        host.startDaemon();
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        if (stack.known()) {
            stack.down();
        }
        assertThat(host.left()).isEmpty();
    }

    private String build(String dockerfile, String network) throws DaemonException {
        return build(dockerfile, network, step -> {});
    }

    private String build(String dockerfile, String network, Consumer<Message.BuildStep> listener)
            throws DaemonException {
        return build(dockerfile, network, List.of(), listener);
    }

    private String build(
            String dockerfile, String network, List<RegistryLogin> logins, Consumer<Message.BuildStep> listener)
            throws DaemonException {
        BuildOrder order = new BuildOrder(
                context.toString(),
                "Dockerfile",
                dockerfile,
                Map.of(),
                "",
                Map.of(),
                List.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                network,
                List.of("up=host-gateway"),
                0,
                List.of(),
                List.of(),
                List.of(),
                true,
                List.of(),
                false,
                BuildCaches.NONE,
                logins);
        return stack.client().builds().build(order, step -> {
            if (step.event().equals("line")) {
                lines.add(step.text());
            }
            listener.accept(step);
        });
    }

    @Test
    void commandsReachTheHostAndTheNetworkThatIsNamedAndNoOther() throws Exception {
        stack.up(WEB);
        String ask = "FROM jcompose/shell\nCOPY ask /ask\n";
        build(
                ask + "RUN cat /proc/net/dev; A=$(getent hosts up | cut -d' ' -f1); echo gateway $A; /ask $A 18090;"
                        + " /ask 127.0.0.1 18090 || echo no loopback\n",
                "default");
        assertThat(lines).anyMatch(line -> line.contains("eth0:")).contains("the-web", "no loopback");
        lines.clear();

        build(ask + "RUN A=$(getent hosts web | cut -d' ' -f1); echo address $A; /ask $A 80\n", "shop_default");
        assertThat(lines).contains("the-web");
        String address = lines.stream()
                .filter(line -> line.startsWith("address "))
                .findFirst()
                .orElseThrow()
                .substring("address ".length());
        lines.clear();

        build(ask + "RUN /ask " + address + " 80 || echo not reached\n", "default");
        assertThat(lines).contains("not reached").doesNotContain("the-web");
        assertThatThrownBy(() -> build(ask + "RUN true\n", "shop_front"))
                .hasMessageContaining("Dockerfile:3:1: there is no network 'shop_front'");
        assertThat(bridges()).isEqualTo(1);
    }

    private static long bridges() throws IOException {
        return host.links(links -> links.all().stream()
                .filter(link -> link.kind().equals("bridge"))
                .count());
    }

    @Test
    void stagesThatRunAtTheSameTimeShareTheNetworkAndItGoesAfterTheLast() throws Exception {
        StringBuilder dockerfile = new StringBuilder();
        for (int stage = 0; stage < 8; stage++) {
            dockerfile.append("FROM jcompose/shell AS s" + stage + "\nRUN getent hosts up > /up" + stage + "\n");
        }
        dockerfile.append("FROM scratch\n");
        for (int stage = 0; stage < 8; stage++) {
            dockerfile.append("COPY --from=s" + stage + " /up" + stage + " /\n");
        }
        build(dockerfile.toString(), "default");
        assertThat(host.linkNames()).isEmpty();
    }

    @Test
    void aKilledDaemonsBuildLeavesNothingToTheNext() throws Exception {
        host.stopDaemon();
        Process other = Children.plain()
                .start(OtherDaemon.class, host.arguments(), host.base().resolve("other.log"));
        try {
            Patience.untilTrue(
                    "the other daemon answers",
                    () -> Files.exists(host.directories().socket()) && answers());
            CountDownLatch runs = new CountDownLatch(1);
            CompletableFuture<String> build = CompletableFuture.supplyAsync(() -> {
                try {
                    return build(
                            "FROM jcompose/shell\nRUN echo begun > /a\nRUN echo runs; sleep 4712\n",
                            "default",
                            step -> {
                                if (step.text().equals("runs")) {
                                    runs.countDown();
                                }
                            });
                } catch (DaemonException e) {
                    return "! " + e.getMessage();
                }
            });
            assertThat(runs.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(host.linkNames()).isNotEmpty();
            other.destroyForcibly().waitFor();
            assertThat(build.get(30, TimeUnit.SECONDS)).startsWith("! ");
        } finally {
            other.destroyForcibly().waitFor();
        }
        host.startDaemon();
        assertThat(host.left()).isEmpty();
        build("FROM jcompose/shell\nRUN echo again\n", "default");
        assertThat(lines).contains("again");
    }

    private static boolean answers() {
        try {
            stack.client().images();
            return true;
        } catch (DaemonException e) {
            return false;
        }
    }

    @Test
    void aPrivateBaseIsPulledAsWhoeverBuilds() throws Exception {
        try (ScratchRegistry registry = new ScratchRegistry(host.base().resolve("registry"))) {
            String base = registry.host() + "/team/base:1";
            List<RegistryLogin> logins = List.of(registry.login());
            stack.client().imageWorks().tag(build("FROM jcompose/shell\nRUN echo base > /base\n", "none"), base);
            try (MessageStream pushed = stack.client().registries().push(base, logins)) {
                pushed.finish(step -> {});
            }
            stack.client().removeImage(base);
            String dockerfile = "FROM " + base + "\nRUN cat /base\n";
            assertThatThrownBy(() -> build(dockerfile, "none")).hasMessageStartingWith("Dockerfile:1:1: ");
            lines.clear();
            build(dockerfile, "none", logins, step -> {});
            assertThat(lines).contains("base");
            stack.client().removeImage(base);
        }
    }

    @Test
    void aCommittedImageSaysWhatItsContainerSaid() throws Exception {
        stack.up("""
                services:
                  job:
                    image: jcompose/shell
                    command: [sh, -c, "echo kept > /state; exec sleep 1000"]
                    environment: {A: b}
                    labels: {team: blue}
                    expose: ["9000"]
                    working_dir: /tmp
                    user: "0:0"
                    init: true
                """);
        Path upper = new ContainerFiles(host.directories()
                        .root()
                        .resolve("containers")
                        .resolve(stack.row("job").id()))
                .upper();
        Patience.until(() -> assertThat(upper.resolve("state")).hasContent("kept"));
        BuildClient.Commit commit =
                new BuildClient.Commit("kept:1", "me", "with state", List.of("ENV C=d", "EXPOSE 80"), true);
        String id = stack.client().builds().commit(Stack.PROJECT, "job", 0, commit);
        assertThat(stack.client().imageWorks().inspect("kept:1"))
                .contains(id, "\"A=b\"", "\"C=d\"", "\"9000/tcp\"", "\"80/tcp\"", "\"WorkingDir\":\"/tmp\"")
                .contains("\"Cmd\":[\"sh\",\"-c\",\"echo kept > /state; exec sleep 1000\"]", "\"team\":\"blue\"")
                .contains("\"User\":\"0:0\"")
                .doesNotContain("HOSTNAME");
        assertThat(stack.states()).containsExactly("job-1 running");
        assertThatThrownBy(() -> stack.client()
                        .builds()
                        .commit(Stack.PROJECT, "job", 0, new BuildClient.Commit("", "", "", List.of("RUN true"), true)))
                .hasMessageContaining("the change 'RUN true'");
        lines.clear();
        build("FROM kept:1\nRUN cat /state; echo $A $C; pwd\n", "none");
        assertThat(lines).contains("kept", "b d", "/tmp");
        stack.down();
        stack.client().removeImage("kept:1");
    }

    @Test
    void whoHangsUpGivesTheBuildUp() throws Exception {
        assertThatThrownBy(() -> build("FROM jcompose/shell\nRUN echo runs; sleep 4713\n", "default", step -> {
                    if (step.text().equals("runs")) {
                        throw new IllegalStateException("hung up");
                    }
                }))
                .hasMessage("hung up");
        Patience.until(() -> assertThat(host.left()).isEmpty());
        assertThat(sleeping("sleep 4713")).isFalse();
    }

    private static boolean sleeping(String command) throws IOException {
        try (var all = ProcessHandle.allProcesses()) {
            return all.anyMatch(
                    process -> process.info().commandLine().orElse("").endsWith(command));
        }
    }
}
