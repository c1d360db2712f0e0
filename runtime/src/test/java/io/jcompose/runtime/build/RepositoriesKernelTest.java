package io.jcompose.runtime.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.jcompose.runtime.BuildRequest;
import io.jcompose.runtime.Image;
import io.jcompose.runtime.disk.TreeRemoval;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Contexts and files out of git repositories and archives: of this host, and of servers on loopback. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RepositoriesKernelTest {
    private static final BuildRequest.Commands ONLINE = BuildRequest.Commands.USUAL;

    private BuildHost host;
    private Path repositories;
    private Path app;
    private Process daemon;
    private HttpServer server;
    private int port;
    private String first;

    @BeforeAll
    void open() throws Exception {
        host = new BuildHost();
        repositories = Files.createTempDirectory("jcompose-git");
        app = Files.createDirectories(repositories.resolve("app.git"));
        run("git", "init", "-q", "-b", "main", ".");
        Files.createDirectories(app.resolve("server"));
        Files.writeString(app.resolve("Dockerfile"), "FROM scratch\nCOPY server/text /from-context\n");
        Files.writeString(app.resolve("server/Dockerfile"), "FROM scratch\nCOPY text /from-directory\n");
        Files.writeString(app.resolve("server/text"), "one\n");
        Files.createSymbolicLink(app.resolve("outside"), Path.of("/etc"));
        Files.createSymbolicLink(app.resolve("Stolen"), Path.of("/etc/passwd"));
        commit("one");
        first = run("git", "rev-parse", "HEAD").strip();
        run("git", "tag", "v1");
        Files.writeString(app.resolve("server/text"), "two\n");
        commit("two");
        port = freePort();
        daemon = new ProcessBuilder(
                        "/usr/lib/git-core/git-daemon",
                        "--listen=127.0.0.1",
                        "--port=" + port,
                        "--base-path=" + repositories,
                        "--export-all",
                        "--reuseaddr")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        awaitListening();
        serveArchive();
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private void awaitListening() throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (true) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                assertThat(socket.isConnected()).isTrue();
                return;
            } catch (IOException e) {
                assertThat(System.nanoTime())
                        .as("git daemon does not listen: " + e)
                        .isLessThan(end);
                assertThat(daemon.waitFor(50, TimeUnit.MILLISECONDS)).isFalse();
            }
        }
    }

    private void serveArchive() throws Exception {
        Path archive = repositories.resolve("context.tar.gz");
        run("tar", "-czf", archive.toString(), "--exclude=.git", ".");
        byte[] bytes = Files.readAllBytes(archive);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/context.tar.gz", call -> {
            call.sendResponseHeaders(200, bytes.length);
            call.getResponseBody().write(bytes);
            call.close();
        });
        server.start();
    }

    private void commit(String message) throws Exception {
        run("git", "add", "-A");
        run("git", "-c", "user.name=t", "-c", "user.email=t@t", "commit", "-q", "-m", message);
    }

    private String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .directory(app.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as(String.join(" ", command) + ": " + said)
                .isZero();
        return said;
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
        server.stop(0);
        List<ProcessHandle> children = new ArrayList<>(daemon.descendants().toList());
        daemon.destroy();
        daemon.waitFor();
        children.forEach(ProcessHandle::destroyForcibly);
        host.close();
        TreeRemoval.remove(repositories);
    }

    private Image build(String context, String file) throws Exception {
        BuildRequest plain = BuildRequest.of(context, List.of("test/built"));
        BuildRequest request = new BuildRequest(
                context,
                file,
                null,
                Map.of(),
                "",
                Map.of(),
                plain.names(),
                Map.of(),
                Map.of(),
                Map.of(),
                ONLINE,
                plain.cache());
        return host.build(request, host.progress(() -> false));
    }

    private String local() {
        return "file://" + app;
    }

    private String served() {
        return "git://127.0.0.1:" + port + "/app.git";
    }

    @Test
    void aRepositoryIsAContextByBranchTagCommitAndDirectory() throws Exception {
        assertThat(host.read(build(local(), "Dockerfile"), "from-context")).contains("two\n");
        assertThat(host.read(build(local() + "#v1", "Dockerfile"), "from-context"))
                .contains("one\n");
        assertThat(host.read(build(served() + "#main:server", "Dockerfile"), "from-directory"))
                .contains("two\n");
        assertThat(host.read(build(served() + "#" + first + ":server", "Dockerfile"), "from-directory"))
                .contains("one\n");
    }

    @Test
    void anArchiveOfAServerIsAContext() throws Exception {
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/context.tar.gz";
        assertThat(host.read(build(url, "Dockerfile"), "from-context")).contains("two\n");
    }

    @Test
    void addTakesARepositoryAndUnpacksAnArchiveWhenItShall() throws Exception {
        Image image = host.build("FROM scratch\nADD " + served() + "#v1 /src\n", ONLINE);
        assertThat(host.read(image, "src/server/text")).contains("one\n");
        assertThat(Files.exists(image.layers().get(0).resolve("src/.git"))).isFalse();
        Image whole = host.build("FROM scratch\nADD --keep-git-dir=true " + served() + " /src\n", ONLINE);
        assertThat(Files.exists(whole.layers().get(0).resolve("src/.git/HEAD"))).isTrue();
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/context.tar.gz";
        Image unpacked = host.build("FROM scratch\nADD --unpack=true " + url + " /there/\n", ONLINE);
        assertThat(host.read(unpacked, "there/server/text")).contains("two\n");
        Image packed = host.build("FROM scratch\nADD " + url + " /there/\n", ONLINE);
        assertThat(Files.isRegularFile(packed.layers().get(0).resolve("there/context.tar.gz")))
                .isTrue();
    }

    @Test
    void nothingOfARepositoryLeadsOut() {
        assertThatThrownBy(() -> build(local() + "#main:outside", "Dockerfile"))
                .hasMessageContaining("has no directory 'outside'");
        assertThatThrownBy(() -> build(local() + "#main:../..", "Dockerfile"))
                .hasMessageContaining("has no directory '../..'");
        assertThatThrownBy(() -> build(local(), "Stolen")).hasMessage("'Stolen' of the context leads out of it");
        assertThatThrownBy(() -> build(local(), "/etc/passwd"))
                .hasMessage("'/etc/passwd' of the context leads out of it");
    }

    @Test
    void aDockerfileReachesNoRepositoryOfTheHost() {
        assertThatThrownBy(() -> host.build("FROM scratch\nADD " + local() + " /src\n", ONLINE))
                .isNotNull();
        assertThatThrownBy(() -> host.build("FROM scratch\nADD " + served() + "#--upload-pack=x /src\n", ONLINE))
                .hasMessageContaining("is no branch, tag or commit");
    }

    @Test
    void whatCannotBeFetchedIsNamed() {
        assertThatThrownBy(() -> build(served() + "#nowhere", "Dockerfile"))
                .hasMessageStartingWith("cannot fetch '" + served() + "': git says")
                .hasMessageContaining("nowhere");
        assertThatThrownBy(() -> build("git://127.0.0.1:1/app.git", "Dockerfile"))
                .hasMessageStartingWith("cannot fetch 'git://127.0.0.1:1/app.git': git says");
    }

    @Test
    void aBuildWithoutNetworkFetchesNothing() {
        assertThatThrownBy(() -> host.build("FROM scratch\nADD " + served() + " /src\n"))
                .hasMessageContaining("is not fetched: the build has the network none");
    }
}
