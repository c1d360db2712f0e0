package io.jcompose.runtime.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.ContainerMount;
import io.jcompose.runtime.ContainerTree;
import io.jcompose.runtime.ContainerTree.Owner;
import io.jcompose.runtime.ExecSession;
import io.jcompose.runtime.ExecSpec;
import io.jcompose.runtime.layer.TarEntry;
import io.jcompose.runtime.layer.TarEntry.Kind;
import io.jcompose.runtime.layer.TarWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files come into running containers and go out of them, and nowhere else. */
final class ContainerTreeKernelTest {
    private static final TarEntry.Status PLAIN = new TarEntry.Status(0640, 7, 8, 1_700_000_000, 123_000_000);

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

    private static TarEntry entry(Kind kind, String name, String target, int size) {
        return new TarEntry(kind, name, target, size, PLAIN, new TarEntry.Device(0, 0));
    }

    /** A stream of files as {@code name=content}, links as {@code name->target}, directories as {@code name/}. */
    private static InputStream tar(String... entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TarWriter writer = new TarWriter(bytes);
        for (String entry : entries) {
            int arrow = entry.indexOf("->");
            int equals = entry.indexOf('=');
            if (arrow > 0) {
                writer.write(entry(Kind.LINK, entry.substring(0, arrow), entry.substring(arrow + 2), 0));
            } else if (equals > 0) {
                byte[] content = entry.substring(equals + 1).getBytes(StandardCharsets.UTF_8);
                writer.write(
                        entry(Kind.FILE, entry.substring(0, equals), "", content.length),
                        new ByteArrayInputStream(content));
            } else {
                writer.write(entry(Kind.DIRECTORY, entry, "", 0));
            }
        }
        writer.finish();
        return new ByteArrayInputStream(bytes.toByteArray());
    }

    private void write(String id, String... entries) throws Exception {
        try (ContainerTree tree = host.containers.tree(id)) {
            tree.unpack("/", tar(entries), Owner.CONTAINER);
        }
    }

    private void delete(String id, String... paths) throws Exception {
        try (ContainerTree tree = host.containers.tree(id)) {
            tree.delete(List.of(paths));
        }
    }

    private String sh(String id, String script) throws Exception {
        ExecSpec spec = new ExecSpec(List.of("sh", "-c", script), List.of(), "0:0", null, false);
        try (ExecSession session = host.containers.exec(id, spec)) {
            String out = new String(session.output().readAllBytes(), StandardCharsets.UTF_8);
            String error = new String(session.error().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(session.exit().get(60, TimeUnit.SECONDS)).as(error).isZero();
            return out;
        }
    }

    private String box() throws Exception {
        return host.start(Host.spec("sleep", "1000"));
    }

    @Test
    void filesDirectoriesAndLinksAreWrittenWithTheirModesAndTimes() throws Exception {
        String id = box();
        write(id, "app/src/a.txt=one", "app/empty/", "app/link->src/a.txt");
        assertThat(sh(id, "cat /app/link; stat -c ' %a %u:%g %Y %n' /app/src/a.txt; stat -c '%a %F' /app/empty"))
                .isEqualTo("one 640 0:0 1700000000 /app/src/a.txt\n640 directory\n");
        assertThat(sh(id, "stat -c %y /app/src/a.txt")).contains(".123000000");
        write(id, "app/src/a.txt=two");
        assertThat(sh(id, "cat /app/src/a.txt; ls -A /app /app/src"))
                .isEqualTo("two/app:\nempty\nlink\nsrc\n\n/app/src:\na.txt\n");
    }

    @Test
    void ownersAreTheContainersUserOrTheStreams() throws Exception {
        String id = host.start(Host.user("1234:56").apply(Host.spec("sleep", "1000")));
        write(id, "tmp/mine=x");
        try (ContainerTree tree = host.containers.tree(id)) {
            tree.unpack("/tmp", tar("./its=x"), Owner.STREAM);
        }
        assertThat(sh(id, "stat -c %u:%g /tmp/mine /tmp/its")).isEqualTo("1234:56\n7:8\n");
    }

    @Test
    void linksOfTheContainerMeanWhatTheyMeanInside() throws Exception {
        Path secret = Files.writeString(outside.resolve("secret"), "host");
        String id = box();
        sh(id, "mkdir -p /data /x; ln -s /data /app; ln -s ../../../../data /x/up; ln -s " + outside + " /out");
        write(id, "app/a=1", "x/up/b=2");
        assertThat(sh(id, "cat /data/a /data/b")).isEqualTo("12");
        assertThatThrownBy(() -> write(id, "out/secret=stolen")).hasMessageContaining("/out' is there, and is no dir");
        delete(id, "/out/secret", "/app/a");
        assertThat(secret).hasContent("host");
        assertThat(sh(id, "ls /data")).isEqualTo("b\n");
    }

    @Test
    void linksOutOfTheContainerAreReplacedOrDeletedThemselves() throws Exception {
        Path secret = Files.writeString(outside.resolve("secret"), "host");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        String id = box();
        sh(id, "ln -s " + secret + " /a; ln -s /proc/1/root" + secret + " /b; ln -s /etc /c");
        write(id, "a=mine");
        delete(id, "/b", "/c");
        assertThat(sh(id, "cat /a; ls -d /etc; ls / | grep -c '^[bc]$' || true"))
                .isEqualTo("mine/etc\n0\n");
        assertThat(secret).hasContent("host");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
                .isEqualTo("rw-------");
    }

    @Test
    void aContainerThatSwapsDirectoriesForLinksMeanwhileLeadsNobodyOut() throws Exception {
        Path bait = Files.createDirectories(outside.resolve("d"));
        String id = box();
        sh(id, "mkdir -p /w/real; ln -s real /w/d");
        String loop =
                "while :; do ln -sfn real /w/d; ln -sfn " + bait + " /w/d; ln -sfn /../../.." + bait + " /w/d; done";
        ExecSpec swapping = new ExecSpec(List.of("sh", "-c", loop), List.of(), null, null, false);
        ExecSession session = host.containers.exec(id, swapping);
        try {
            for (int round = 0; round < 300; round++) {
                writeAndDelete(id);
            }
        } finally {
            session.close();
        }
        assertThat(bait).isEmptyDirectory();
    }

    private void writeAndDelete(String id) throws Exception {
        try {
            write(id, "w/d/f=x");
            delete(id, "/w/d/f");
        } catch (ContainerException e) {
            assertThat(e).hasMessageContaining("/w/d");
        }
    }

    @Test
    void namesThatLeadUpAndOtherKindsOfFilesAreRefused() throws Exception {
        String id = box();
        assertThatThrownBy(() -> write(id, "../a=x")).hasMessageContaining("'..' in its name");
        assertThatThrownBy(() -> delete(id, "/a/../b")).hasMessageContaining("'..' in its name");
        assertThatThrownBy(() -> delete(id, "/")).hasMessageContaining("the whole tree is not deleted");
        assertThatThrownBy(() -> write(id, "etc=x")).hasMessageContaining("'/etc' is a directory, and cannot become a");
        assertThatThrownBy(() -> {
                    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                    new TarWriter(bytes).write(entry(Kind.BLOCK, "disk", "", 0));
                    try (ContainerTree tree = host.containers.tree(id)) {
                        tree.unpack("/", new ByteArrayInputStream(bytes.toByteArray()), Owner.STREAM);
                    }
                })
                .isInstanceOf(ContainerException.class)
                .hasMessageContaining("'disk' is neither a file, a directory nor a symbolic link");
        assertThatThrownBy(() -> {
                    try (ContainerTree tree = host.containers.tree(id)) {
                        tree.unpack("/nowhere", tar("a=x"), Owner.STREAM);
                    }
                })
                .hasMessageContaining("there is no directory '/nowhere'");
    }

    @Test
    void volumesAndReadOnlyPlacesAreAsTheContainerSeesThem() throws Exception {
        Path volume = Files.createDirectory(outside.resolve("volume"));
        Path file = Files.writeString(outside.resolve("file"), "a longer text than the new one");
        Path closed = Files.createDirectory(outside.resolve("closed"));
        String id = host.start(Host.mounts(
                        new ContainerMount.Bind(volume.toString(), "/app/data", false, false),
                        new ContainerMount.Bind(file.toString(), "/app/file", false, false),
                        new ContainerMount.Bind(closed.toString(), "/app/closed", true, false))
                .apply(Host.spec("sleep", "1000")));
        write(id, "app/data/a=in the volume", "app/file=in place", "app/code=beside");
        assertThat(volume.resolve("a")).hasContent("in the volume");
        assertThat(file).hasContent("in place");
        assertThatThrownBy(() -> write(id, "app/closed/a=x")).hasMessageContaining("read-only file system");

        delete(id, "/app");
        assertThat(volume.resolve("a")).as("what is mounted stays").hasContent("in the volume");
        assertThat(file).hasContent("in place");
        assertThat(sh(id, "ls /app")).isEqualTo("closed\ndata\nfile\n");
        delete(id, "/app/data/a");
        assertThat(volume).isEmptyDirectory();
    }

    @Test
    void aReaderNeverSeesHalfAFile() throws Exception {
        byte[] first = new byte[3 << 20];
        byte[] second = new byte[2 << 20];
        Arrays.fill(first, (byte) 'a');
        Arrays.fill(second, (byte) 'b');
        Path volume = Files.createDirectory(outside.resolve("volume"));
        String id = host.start(Host.mounts(new ContainerMount.Bind(volume.toString(), "/v", false, false))
                .apply(Host.spec("sleep", "1000")));
        write(id, "v/f=" + new String(first, StandardCharsets.US_ASCII));
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<String> reader = CompletableFuture.supplyAsync(() -> {
            try {
                while (!over.get()) {
                    byte[] seen = Files.readAllBytes(volume.resolve("f"));
                    if (!Arrays.equals(seen, first) && !Arrays.equals(seen, second)) {
                        return "half: " + seen.length;
                    }
                }
                return "whole";
            } catch (IOException e) {
                return e.toString();
            }
        });
        for (int round = 0; round < 30; round++) {
            write(id, "v/f=" + new String(round % 2 == 0 ? second : first, StandardCharsets.US_ASCII));
        }
        over.set(true);
        assertThat(reader.get(60, TimeUnit.SECONDS)).isEqualTo("whole");
        assertThat(volume.toFile().list()).as("temporary names").containsExactly("f");
    }

    @Test
    void deepTreesAndTheirLinksAreDeleted() throws Exception {
        Path keep = Files.writeString(outside.resolve("keep"), "x");
        String id = box();
        sh(id, "mkdir -p /t/a/b/c; touch /t/a/b/c/f /t/g; ln -s /etc /t/a/etc; ln -s " + outside + " /t/a/out");
        delete(id, "/t", "/not/there", "/etc/hosts/below");
        assertThat(sh(id, "ls -d /t 2>&1 || true; ls -d /etc"))
                .contains("No such file")
                .contains("/etc\n");
        assertThat(Files.exists(keep, LinkOption.NOFOLLOW_LINKS)).isTrue();
    }

    @Test
    void aContainerThatDoesNotRunHasNoTree() throws Exception {
        String id = box();
        host.containers.kill(id);
        assertThatThrownBy(() -> host.containers.tree(id))
                .isInstanceOf(ContainerException.NoSuchContainer.class)
                .hasMessageContaining("is not running");
    }
}
