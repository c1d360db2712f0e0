package io.jcompose.runtime.archive;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jcompose.runtime.Image;
import io.jcompose.runtime.ImageArchives.Format;
import io.jcompose.runtime.disk.Disk;
import io.jcompose.runtime.disk.DiskWitness;
import io.jcompose.runtime.disk.TreeRemoval;
import io.jcompose.runtime.image.ImageContent;
import io.jcompose.runtime.image.ImageStore;
import io.jcompose.runtime.manifest.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** skopeo, umoci and tar of this machine read what we write, and we read what they write, with equal digests. */
class OtherToolsKernelTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** No text: other libraries garble it. */
    private static final byte[] NOTE = {0, (byte) 0xff, (byte) 0x80};

    private final Path scratch;
    private final ImageStore store;
    private final StoredArchives archives;

    OtherToolsKernelTest() throws Exception {
        scratch = Files.createTempDirectory("jcompose-archives");
        store = ImageStore.open(scratch.resolve("images"), new Disk(DiskWitness.NONE));
        archives = new StoredArchives(store, Clock.systemUTC());
    }

    @AfterEach
    void clear() throws IOException {
        TreeRemoval.remove(scratch);
    }

    private String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .directory(scratch.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s: %s", List.of(command), output).isZero();
        return output;
    }

    private Path path(String name) {
        return scratch.resolve(name);
    }

    /** An image of two layers, made by umoci: the second takes away what the first has. */
    private void imageOfUmoci() throws Exception {
        run("umoci", "init", "--layout", "umoci");
        run("umoci", "new", "--image", "umoci:1");
        run("umoci", "unpack", "--image", "umoci:1", "bundle");
        Path root = path("bundle/rootfs");
        Files.createDirectories(root.resolve("etc/deep/" + "n".repeat(120)));
        Files.writeString(root.resolve("etc/motd"), "hello");
        Files.writeString(root.resolve("etc/gone"), "gone");
        Files.createLink(root.resolve("etc/hard"), root.resolve("etc/motd"));
        Files.createSymbolicLink(root.resolve("link"), Path.of("/etc/motd"));
        notes(root.resolve("etc/motd")).write("note", ByteBuffer.wrap(NOTE));
        run("umoci", "repack", "--image", "umoci:1", "bundle");
        run("rm", "-rf", "bundle");
        run("umoci", "unpack", "--image", "umoci:1", "bundle");
        Files.delete(root.resolve("etc/gone"));
        Files.writeString(root.resolve("new"), "new");
        run("chown", "7:8", "bundle/rootfs/new");
        run("umoci", "repack", "--image", "umoci:1", "bundle");
        run("umoci", "config", "--image", "umoci:1", "--config.cmd", "sh", "--config.env", "A=b");
        run("rm", "-rf", "bundle");
    }

    private static UserDefinedFileAttributeView notes(Path file) {
        return Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
    }

    private List<Digest> diffIds(String image) throws Exception {
        try (ImageContent content = store.content(image)) {
            return content.diffIds();
        }
    }

    private JsonNode inspected(String where) throws Exception {
        return JSON.readTree(run("skopeo", "inspect", "--config", where));
    }

    private static List<Digest> diffIds(JsonNode config) {
        List<Digest> found = new ArrayList<>();
        config.path("rootfs").path("diff_ids").forEach(text -> found.add(Digest.parse(text.asText())));
        return found;
    }

    @Test
    void whatUmociMadeIsLoadedFromBothKindsOfArchives() throws Exception {
        imageOfUmoci();
        run("skopeo", "copy", "oci:umoci:1", "docker-archive:docker.tar:team/app:1");
        run("skopeo", "copy", "oci:umoci:1", "oci-archive:oci.tar:team/app:2");
        run("gzip", "-k", "docker.tar");

        assertThat(archives.load(path("docker.tar"), line -> {})).containsExactly("Loaded image: team/app:1");
        assertThat(archives.load(path("oci.tar"), line -> {})).containsExactly("Loaded image: team/app:2");
        assertThat(archives.load(path("docker.tar.gz"), line -> {})).containsExactly("Loaded image: team/app:1");

        Image image = store.get("team/app:1", line -> {});
        assertThat(image.layers().get(1).resolve("etc/motd")).hasContent("hello");
        assertThat(run(
                                "stat",
                                "-c",
                                "%F %t %T",
                                image.layers().get(0).resolve("etc/gone").toString())
                        .strip())
                .isEqualTo("character special file 0 0");
        ByteBuffer note = ByteBuffer.allocate(16);
        notes(image.layers().get(1).resolve("etc/motd")).read("note", note);
        assertThat(Arrays.copyOf(note.array(), note.position())).isEqualTo(NOTE);
        assertThat(image.config().command()).containsExactly("sh");
        assertThat(diffIds("team/app:1")).isEqualTo(diffIds(inspected("oci:umoci:1")));
        assertThat(diffIds("team/app:2")).isEqualTo(diffIds(inspected("oci:umoci:1")));
        String manifest = run("skopeo", "inspect", "--raw", "oci:umoci:1");
        try (ImageContent content = store.content("team/app:2")) {
            assertThat(new String(content.manifestBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(manifest);
        }
    }

    @Test
    void whatWeSaveIsReadByTheOthers() throws Exception {
        imageOfUmoci();
        run("skopeo", "copy", "oci:umoci:1", "oci-archive:oci.tar:team/app:1");
        archives.load(path("oci.tar"), line -> {});

        archives.save(List.of("team/app:1"), Format.DOCKER, path("docker-out.tar"));
        archives.save(List.of("team/app:1"), Format.OCI, path("oci-out.tar"));

        JsonNode original = inspected("oci:umoci:1");
        assertThat(inspected("docker-archive:docker-out.tar")).isEqualTo(original);
        assertThat(inspected("oci-archive:oci-out.tar")).isEqualTo(original);
        assertThat(run("skopeo", "inspect", "--raw", "oci-archive:oci-out.tar"))
                .isEqualTo(run("skopeo", "inspect", "--raw", "oci:umoci:1"));
        run("skopeo", "copy", "docker-archive:docker-out.tar", "oci:back:1");
        run("skopeo", "copy", "oci-archive:oci-out.tar", "oci:back:2");
        for (String tag : List.of("1", "2")) {
            run("umoci", "unpack", "--image", "back:" + tag, "bundle" + tag);
            assertThat(path("bundle" + tag + "/rootfs/etc/motd")).hasContent("hello");
            assertThat(path("bundle" + tag + "/rootfs/etc/gone")).doesNotExist();
        }
    }

    @Test
    void aTreeThatWasImportedIsExportedTheSame() throws Exception {
        Path tree = Files.createDirectories(path("tree/d"));
        Files.writeString(tree.resolve("f"), "content");
        Files.createSymbolicLink(tree.resolve("l"), Path.of("f"));
        run("chown", "-h", "5:6", "tree/d/l", "tree/d/f");
        run("tar", "-C", "tree", "-cf", "tree.tar", ".");

        Image image = archives.importTree(
                path("tree.tar"),
                "tree",
                List.of("CMD [\"d/f\"]", "ENV A=\"b c\"", "LABEL x y", "HEALTHCHECK CMD d/f"),
                "");
        archives.export(image.layers(), path("exported.tar"));

        assertThat(image.config().command()).containsExactly("d/f");
        assertThat(image.config().environment()).containsExactly("A=b c");
        assertThat(image.config().labels()).containsEntry("x", "y");
        assertThat(image.config().probe()).as("the probe").isNotNull();
        Files.createDirectory(path("again"));
        run("tar", "-C", "again", "-xpf", "exported.tar");
        String look = "cd %s && find d -printf '%%p %%y %%m %%U:%%G %%l %%s' | sort";
        assertThat(run("sh", "-c", look.formatted("again"))).isEqualTo(run("sh", "-c", look.formatted("tree")));
        archives.save(List.of("tree"), Format.DOCKER, path("saved.tar"));
        assertThat(diffIds(inspected("docker-archive:saved.tar"))).isEqualTo(diffIds("tree"));
        run("skopeo", "copy", "docker-archive:saved.tar", "oci:copied:1");
    }
}
