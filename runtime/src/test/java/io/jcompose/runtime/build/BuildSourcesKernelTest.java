package io.jcompose.runtime.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jcompose.runtime.BuildRequest;
import io.jcompose.runtime.Builds;
import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.Image;
import io.jcompose.runtime.manifest.Digest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Where the files of a build come from: servers, archives, stages, caches, and an agent. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BuildSourcesKernelTest {
    private static final String SHELL = "FROM jcompose/shell\n";
    private static final BuildRequest.Commands ONLINE = BuildRequest.Commands.USUAL;

    private BuildHost host;
    private HttpServer server;
    private ExecutorService serving;
    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch over = new CountDownLatch(1);

    @BeforeAll
    void open() throws Exception {
        host = new BuildHost();
        serving = Executors.newCachedThreadPool();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(serving);
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange call) throws IOException {
        asked.incrementAndGet();
        switch (call.getRequestURI().getPath()) {
            case "/file.txt" -> {
                call.getResponseHeaders().set("Last-Modified", "Tue, 14 Nov 2023 22:13:20 GMT");
                send(call, 200, "from a server\n");
            }
            case "/moved" -> {
                call.getResponseHeaders().set("Location", "/file.txt");
                send(call, 302, "elsewhere\n");
            }
            case "/circle" -> {
                call.getResponseHeaders().set("Location", "/circle");
                send(call, 301, "");
            }
            case "/local" -> {
                call.getResponseHeaders().set("Location", "file:///etc/passwd");
                send(call, 302, "");
            }
            case "/stuck" -> {
                call.sendResponseHeaders(200, 0);
                call.getResponseBody().write('x');
                call.getResponseBody().flush();
                awaitEnd();
                call.close();
            }
            default -> send(call, 404, "no");
        }
    }

    private void awaitEnd() {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(HttpExchange call, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        call.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        call.getResponseBody().write(bytes);
        call.close();
    }

    @BeforeEach
    void begin() throws Exception {
        host.clear();
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        host.assertTidy();
    }

    @AfterAll
    void close() throws Exception {
        over.countDown();
        server.stop(0);
        serving.shutdownNow();
        host.close();
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private String shell(String command) throws Exception {
        Process process = new ProcessBuilder("sh", "-ec", command)
                .directory(host.context.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    @Test
    void filesOfServersAreAddedWithTheirTimeAndAgainOnlyWhenTheyChanged() throws Exception {
        String dockerfile = "FROM scratch\nADD " + url("/file.txt") + " " + url("/moved") + " /dir/\nADD --chmod=644 "
                + url("/file.txt") + " /one\n";
        Image image = host.build(dockerfile, ONLINE);
        assertThat(host.read(image, "dir/file.txt")).contains("from a server\n");
        assertThat(host.read(image, "dir/moved")).contains("from a server\n");
        assertThat(host.mode(image, "dir/file.txt")).isEqualTo(0600);
        assertThat(host.mode(image, "one")).isEqualTo(0644);
        assertThat(Files.getLastModifiedTime(image.layers().get(0).resolve("one")))
                .hasToString("2023-11-14T22:13:20Z");
        int before = asked.get();
        host.seen.clear();
        assertThat(host.build(dockerfile, ONLINE).id()).isEqualTo(image.id());
        assertThat(asked.get()).isGreaterThan(before);
        assertThat(host.seen).filteredOn(line -> line.startsWith("CACHED")).hasSize(2);
    }

    @Test
    void aChecksumDecidesWhetherAFileIsTaken() throws Exception {
        String digest =
                Digest.of("from a server\n".getBytes(StandardCharsets.UTF_8)).toString();
        String add = "FROM scratch\nADD --checksum=";
        host.build(add + digest + " " + url("/file.txt") + " /f\n", ONLINE);
        assertThatThrownBy(
                        () -> host.build(add + "sha256:" + "0".repeat(64) + " " + url("/file.txt") + " /f\n", ONLINE))
                .hasMessageStartingWith("Dockerfile:2:1: ")
                .hasMessageContaining("has the checksum " + digest + ", not sha256:000");
    }

    @Test
    void aServerThatDoesNotGiveTheFileIsNamed() {
        Map<String, String> failures = Map.of(
                url("/missing"),
                "the server answers 404",
                url("/circle"),
                "it leads on more than 10 times",
                url("/local"),
                "it leads to 'file:///etc/passwd', which is not followed",
                "http://127.0.0.1:1/x",
                "; without a network, put the file into the context");
        failures.forEach((address, sentence) -> assertThatThrownBy(
                        () -> host.build("FROM scratch\nADD " + address + " /f\n", ONLINE))
                .hasMessageStartingWith("Dockerfile:2:1: cannot fetch '" + address + "'")
                .hasMessageContaining(sentence));
        assertThatThrownBy(() -> host.build("FROM scratch\nADD http://me:secret@127.0.0.1:1/a.git /f\n", ONLINE))
                .hasMessageContaining("cannot fetch 'http://127.0.0.1:1/a.git': git says")
                .hasMessageNotContaining("me:secret@127.0.0.1:1/a.git':");
    }

    @Test
    void aBuildWithoutNetworkFetchesNothing() {
        int before = asked.get();
        assertThatThrownBy(() -> host.build("FROM scratch\nADD " + url("/file.txt") + " /f\n"))
                .hasMessageStartingWith("Dockerfile:2:1: '" + url("/file.txt") + "' is not fetched: the build has the"
                        + " network none");
        assertThat(asked.get()).isEqualTo(before);
    }

    @Test
    void aServerThatSendsNoMoreDoesNotHoldABuildThatIsGivenUp() throws Exception {
        int before = asked.get();
        CompletableFuture<Throwable> build = CompletableFuture.supplyAsync(() -> catchThrowable(() -> host.build(
                host.request("FROM scratch\nADD " + url("/stuck") + " /f\n", Map.of(), ONLINE),
                host.progress(() -> asked.get() > before))));
        assertThat(build.get(20, TimeUnit.SECONDS)).hasMessageContaining("the build was given up");
    }

    @Test
    void archivesOfAllPackersAreUnpackedAndBrokenOnesAreRefused() throws Exception {
        shell("mkdir t; echo x > t/x; for c in gzip bzip2 xz zstd; do tar -cf - t | $c > $c.tar; done;"
                + " echo y | xz > single.xz; head -c 90 xz.tar > cut.tar");
        for (String packer : List.of("gzip", "bzip2", "xz", "zstd")) {
            Image image = host.build("FROM scratch\nADD " + packer + ".tar /in/\n");
            assertThat(host.read(image, "in/t/x")).as(packer).contains("x\n");
        }
        Image single = host.build("FROM scratch\nADD single.xz /in/\n");
        assertThat(host.mode(single, "in/single.xz")).isEqualTo(0644);
        assertThatThrownBy(() -> host.build("FROM scratch\nADD cut.tar /in/\n"))
                .hasMessageStartingWith("Dockerfile:2:1: ");
    }

    @Test
    void fileCapabilitiesTravelWithArchivesAndCopies() throws Exception {
        shell("mkdir t; cp /bin/true t/able; setcap cap_net_raw+ep t/able;"
                + " tar --xattrs --xattrs-include='*' -cf a.tar t");
        Image image = host.build("""
                FROM scratch AS first
                ADD a.tar /
                FROM scratch
                COPY --from=first /t /whole
                COPY --from=first --chown=5:6 /t/able /one
                """);
        for (String file : List.of("whole/able", "one")) {
            Path layer = image.layers().stream()
                    .filter(one -> Files.exists(one.resolve(file)))
                    .findFirst()
                    .orElseThrow();
            assertThat(shell("getcap " + layer.resolve(file))).contains("cap_net_raw");
        }
    }

    @Test
    void cachesBeginWithFilesAndAreTheirOwnForEachOwner() throws Exception {
        String stage = "FROM jcompose/shell AS seed\nRUN mkdir -p /s/deep && echo first > /s/deep/f\n" + SHELL;
        String mount = "--mount=type=cache,id=c,target=/c,from=seed,source=/s/deep";
        host.build(stage + "RUN " + mount + " cat /c/f; echo second > /c/f\n");
        host.build(stage + "RUN " + mount + " cat /c/f; true 2\n");
        assertThat(host.seen).contains("> first", "> second");
        host.seen.clear();
        host.build(stage.replace("first", "other") + "RUN " + mount + " cat /c/f\n");
        assertThat(host.seen).contains("> other");
        host.build(SHELL + "RUN --mount=type=cache,id=c,target=/c ls /c | wc -l\n");
        assertThat(host.seen).contains("> 0");
        host.build(SHELL + "USER 1234\nRUN --mount=type=cache,id=c,target=/c,uid=1234,gid=5,mode=0700"
                + " touch /c/mine && stat -c '%u:%g %a' /c\n");
        assertThat(host.seen).contains("> 1234:5 700");
        assertThatThrownBy(() -> host.build(SHELL + "RUN --mount=type=cache,target=/c,readonly touch /c/x\n"))
                .hasMessageContaining("ead-only file system");
        assertThatThrownBy(
                        () -> host.build(stage + "RUN --mount=type=cache,target=/d,from=seed,source=/s/deep/f true\n"))
                .hasMessageContaining("a cache begins with a directory");
        assertThatThrownBy(() -> host.build(stage + "RUN --mount=type=cache,target=/d,source=/s true\n"))
                .hasMessageContaining("a cache has a source, but no from=");
        assertThatThrownBy(() -> host.build(stage + "RUN --mount=type=cache,target=/d,sharing=some true\n"))
                .hasMessageContaining("which must be shared, private or locked");
    }

    @Test
    void cachesAreCountedAndGoWhenNobodyUsesThem() throws Exception {
        String dockerfile = SHELL + "RUN --mount=type=cache,target=/c head -c 100000 /dev/zero >> /c/f; ls -l /c/f\n";
        host.build(dockerfile);
        assertThat(host.builds.kept().caches()).isPositive();
        assertThat(host.builds.kept().bytes()).isGreaterThanOrEqualTo(100_000);
        Builds.Kept gone = host.builds.prune();
        assertThat(gone.caches()).isPositive();
        assertThat(gone.bytes()).isGreaterThanOrEqualTo(100_000);
        assertThat(host.builds.kept()).isEqualTo(new Builds.Kept(0, 0, 0));
        AtomicInteger pruned = new AtomicInteger();
        var progress = host.progress(() -> {
            if (host.seen.contains("> uses") && pruned.getAndIncrement() == 0) {
                prune();
            }
            return false;
        });
        host.build(
                host.request(
                        SHELL + "RUN --mount=type=cache,target=/c echo uses; sleep 0.5; touch /c/still\n",
                        Map.of(),
                        ONLINE),
                progress);
        assertThat(pruned.get()).isPositive();
        assertThat(host.builds.kept().caches()).isEqualTo(1);
    }

    private void prune() {
        try {
            assertThat(host.builds.prune().caches()).isZero();
        } catch (ContainerException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void anAgentAnswersWithTheOwnerThatTheCommandNeeds() throws Exception {
        Files.copy(Path.of("src/test/resources/build/agent.c"), host.context.resolve("agent.c"));
        shell("gcc -static -Os -o agent agent.c");
        Path socket = host.base.resolve("agent.sock");
        ServerSocketChannel agent = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        agent.bind(UnixDomainSocketAddress.of(socket));
        Object before = Files.getAttribute(socket, "unix:mode");
        CompletableFuture<Void> answers = CompletableFuture.runAsync(() -> answer(agent), serving);
        try {
            BuildRequest plain = host.request(
                    SHELL + "COPY agent /agent\nRUN --mount=type=ssh /agent first\nUSER 77\n"
                            + "RUN --mount=type=ssh,uid=77,required=true,target=/tmp/a /agent second; stat -c '%u %a' /tmp/a\n",
                    Map.of(),
                    ONLINE);
            host.build(withAgents(plain, Map.of("default", socket.toString())), host.progress(() -> false));
            assertThat(host.seen).contains("> you said first", "> you said second", "> 77 600");
            assertThat(Files.getAttribute(socket, "unix:mode")).isEqualTo(before);
            assertThatThrownBy(() -> host.build(SHELL + "RUN --mount=type=ssh,required true\n"))
                    .hasMessageContaining("the agent 'default' is required and was not given");
            assertThatThrownBy(() -> host.build(
                            withAgents(plain, Map.of("default", host.context.toString())), host.progress(() -> false)))
                    .hasMessageContaining("has no socket at");
        } finally {
            agent.close();
            answers.join();
            Files.delete(socket);
        }
    }

    private static BuildRequest withAgents(BuildRequest plain, Map<String, String> agents) {
        return new BuildRequest(
                plain.context(),
                plain.file(),
                plain.text(),
                plain.arguments(),
                plain.target(),
                plain.contexts(),
                plain.names(),
                plain.labels(),
                plain.secrets(),
                agents,
                plain.commands(),
                new BuildRequest.Cache(true, java.util.Set.of(), false));
    }

    private static void answer(ServerSocketChannel agent) {
        while (agent.isOpen()) {
            try (SocketChannel client = agent.accept()) {
                ByteBuffer word = ByteBuffer.allocate(100);
                client.read(word);
                word.flip();
                client.write(ByteBuffer.wrap("you said ".getBytes(StandardCharsets.UTF_8)));
                client.write(word);
            } catch (IOException e) {
                return;
            }
        }
    }
}
