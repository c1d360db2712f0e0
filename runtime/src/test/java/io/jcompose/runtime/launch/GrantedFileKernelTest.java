package io.jcompose.runtime.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.ContainerMount;
import io.jcompose.runtime.ContainerSpec;
import io.jcompose.runtime.ExecSession;
import io.jcompose.runtime.ExecSpec;
import io.jcompose.runtime.GrantedFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that only a container sees come into it at each start, and are replaced while it runs. */
final class GrantedFileKernelTest {
    private static final String CANARY = "canary-7f1c";

    @TempDir
    Path outside;

    private Host host;

    @BeforeEach
    void open() throws Exception {
        host = new Host();
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        host.close();
    }

    private static GrantedFile file(String target, int mode, String content) {
        return new GrantedFile(target, 1000, 1001, mode, content.getBytes(StandardCharsets.UTF_8));
    }

    private String start(ContainerSpec spec, GrantedFile... granted) throws ContainerException {
        host.containers.create(spec);
        host.containers.sandbox(spec.id());
        host.containers.start(spec.id(), Host.FILES, List.of(granted));
        return spec.id();
    }

    private List<String> run(ContainerSpec spec, GrantedFile... granted) throws Exception {
        String id = start(spec, granted);
        host.awaitExit(id);
        return host.log(id);
    }

    private String exec(String id, String script) throws Exception {
        var command = new ExecSpec(List.of("sh", "-c", script), List.of(), "0", null, false);
        try (ExecSession session = host.containers.exec(id, command)) {
            session.input().close();
            String output = new String(session.output().readAllBytes(), StandardCharsets.UTF_8)
                    + new String(session.error().readAllBytes(), StandardCharsets.UTF_8);
            session.exit().get(60, TimeUnit.SECONDS);
            return output.strip();
        }
    }

    @Test
    void aFileHasItsContentOwnerAndMode() throws Exception {
        assertThat(run(
                        Host.shell("stat -c '%a %u %g %F' /run/secrets/key; cat /run/secrets/key"),
                        file("/run/secrets/key", 0440, "one\n")))
                .containsExactly("440 1000 1001 regular file", "one");
    }

    @Test
    void anEmptyFileAndOneOfEveryByteArriveWhole() throws Exception {
        byte[] all = new byte[GrantedFile.LARGEST];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        GrantedFile whole = new GrantedFile("/all", 0, 0, 0444, all);
        String id = start(Host.shell("sleep 600"), file("/empty", 0444, ""), whole);
        assertThat(exec(id, "wc -c < /empty")).isEqualTo("0");
        var command = new ExecSpec(List.of("cat", "/all"), List.of(), "0", null, false);
        try (ExecSession session = host.containers.exec(id, command)) {
            assertThat(session.output().readAllBytes()).isEqualTo(all);
        }
    }

    @Test
    void rootOfTheContainerCannotWriteOrRemoveIt() throws Exception {
        assertThat(run(Host.shell("echo x > /conf; rm /conf; cat /conf"), file("/conf", 0666, "kept\n")))
                .anyMatch(line -> line.contains("Read-only file system"))
                .anyMatch(line -> line.contains("busy"))
                .contains("kept");
    }

    @Test
    void aReadOnlyRootAndAnotherUserAreNoHindrance() throws Exception {
        Function<ContainerSpec, ContainerSpec> closed = Host.readOnly().compose(Host.user("1000:1000"));
        assertThat(run(
                        closed.apply(Host.shell("cat /deep/er/file; cat /run/secrets/other")),
                        file("/deep/er/file", 0400, "mine\n"),
                        new GrantedFile("/run/secrets/other", 0, 0, 0400, new byte[] {'x'})))
                .contains("mine")
                .anyMatch(line -> line.contains("Permission denied"));
    }

    @Test
    void itLiesInMemoryThatNobodyMayExecuteFrom() throws Exception {
        List<String> mounts = run(
                Host.shell("grep /run/secrets /proc/self/mountinfo"),
                file("/run/secrets/a", 0444, "1"),
                file("/run/secrets/b", 0444, "2"));
        assertThat(mounts)
                .hasSize(2)
                .allMatch(line -> line.contains(" ro,nosuid,nodev,noexec") && line.contains(" - tmpfs tmpfs "));
    }

    @Test
    void theHostHasNoFileWithTheContent() throws Exception {
        String id = start(Host.shell("sleep 600"), file("/run/secrets/key", 0444, CANARY));
        assertThat(exec(id, "cat /run/secrets/key")).isEqualTo(CANARY);
        assertThat(whereIs(CANARY, host.layout.root())).isEmpty();
        assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain("/granted");
    }

    private static List<Path> whereIs(String text, Path tree) throws IOException {
        try (Stream<Path> paths = Files.walk(tree)) {
            return paths.filter(Files::isRegularFile)
                    .filter(path -> contains(path, text))
                    .toList();
        }
    }

    private static boolean contains(Path path, String text) {
        try {
            return new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1).contains(text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void eachStartBringsTheContentOfThatStart() throws Exception {
        String id = start(Host.shell("cat /conf"), file("/conf", 0444, "first\n"));
        host.awaitExit(id);
        host.reopen();
        host.containers.start(id, Host.FILES, List.of(file("/conf", 0444, "second\n")));
        host.awaitExit(id);
        assertThat(host.log(id)).containsExactly("first", "second");
    }

    @Test
    void aRunningContainerGetsNewContentInPlaceOfTheOld() throws Exception {
        String id = start(
                Host.shell("exec 9< /conf; echo ready; sleep 600"),
                file("/conf", 0444, "old\n"),
                file("/run/secrets/key", 0400, "old key"));
        host.awaitLine(id);
        host.reopen();
        for (int round = 1; round <= 3; round++) {
            host.containers.replace(id, List.of(file("/conf", 0440, "new " + round + "\n")));
            assertThat(
                            exec(
                                    id,
                                    "cat /conf; stat -c %a /conf; cat /run/secrets/key; grep -c ' /conf ' /proc/self/mountinfo"))
                    .isEqualTo("new " + round + "\n440\nold key1");
        }
        assertThat(exec(id, "cat /proc/1/fd/9")).isEqualTo("old");
    }

    @Test
    void whoeverReadsMeanwhileFindsOneOrTheOther() throws Exception {
        String id = start(
                Host.shell("while :; do cat /conf 2>&1; done | grep -v -x -e aaaa -e bbbb"),
                file("/conf", 0444, "aaaa\n"));
        for (int round = 0; round < 40; round++) {
            host.containers.replace(id, List.of(file("/conf", 0444, round % 2 == 0 ? "bbbb\n" : "aaaa\n")));
        }
        assertThat(host.log(id)).isEmpty();
    }

    @Test
    void aTargetInAVolumeIsMountedThere() throws Exception {
        ContainerMount volume = new ContainerMount.Bind(outside.toString(), "/data", false, false);
        assertThat(run(Host.mounts(volume).apply(Host.shell("cat /data/conf")), file("/data/conf", 0444, CANARY)))
                .containsExactly(CANARY + "+");
        assertThat(outside.resolve("conf")).isEmptyFile();
    }

    @Test
    void linksOfTheImageLeadNowhereOutside() throws Exception {
        ContainerMount volume = new ContainerMount.Bind(outside.toString(), "/data", false, false);
        Files.createSymbolicLink(outside.resolve("link"), Path.of("/" + "../".repeat(20) + "tmp/jcompose-outside"));
        assertThat(run(
                        Host.mounts(volume).apply(Host.shell("cat /tmp/jcompose-outside")),
                        file("/data/link", 0444, "inside\n")))
                .containsExactly("inside");
        assertThat(Path.of("/tmp/jcompose-outside")).doesNotExist();
    }

    @Test
    void aTargetThatIsADirectoryIsToldWithoutTheContent() {
        assertThatThrownBy(() -> start(Host.shell("true"), file("/etc", 0444, CANARY)))
                .isInstanceOf(ContainerException.class)
                .hasMessageContaining("could not mount the granted file on /etc")
                .hasMessageNotContaining(CANARY);
    }

    @Test
    void whatIsTooLargeIsRefused() {
        byte[] large = new byte[GrantedFile.LARGEST + 1];
        assertThatThrownBy(() -> start(Host.shell("true"), new GrantedFile("/x", 0, 0, 0444, large)))
                .hasMessageContaining("the file for /x is larger than 500 KiB");
        byte[] whole = new byte[GrantedFile.LARGEST];
        Arrays.fill(whole, (byte) 1);
        GrantedFile[] many = new GrantedFile[18];
        Arrays.setAll(many, i -> new GrantedFile("/x" + i, 0, 0, 0444, whole));
        assertThatThrownBy(() -> start(Host.shell("true"), many)).hasMessageContaining("larger than 8 MiB together");
    }
}
