package io.jcompose.runtime.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.disk.Disk;
import io.jcompose.runtime.disk.DiskWitness;
import io.jcompose.runtime.disk.TreeRemoval;
import io.jcompose.runtime.image.ImageStore;
import io.jcompose.runtime.layer.TarEntry;
import io.jcompose.runtime.layer.TarEntry.Kind;
import io.jcompose.runtime.layer.TarWriter;
import io.jcompose.runtime.manifest.Digest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Archives that lie: each is refused with a sentence, and nothing is left in the store. */
class HostileArchivesKernelTest {
    private static final String EMPTY_CONFIG = "{\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[]}}";

    private final Path scratch;
    private final ImageStore store;
    private final StoredArchives archives;

    HostileArchivesKernelTest() throws Exception {
        scratch = Files.createTempDirectory("jcompose-hostile-archives");
        store = ImageStore.open(scratch.resolve("images"), new Disk(DiskWitness.NONE));
        archives = new StoredArchives(store, Clock.systemUTC());
    }

    @AfterEach
    void clear() throws IOException {
        TreeRemoval.remove(scratch);
    }

    private static final class Members {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private final TarWriter tar = new TarWriter(out);
        private static final TarEntry.Status STATUS = new TarEntry.Status(0644, 0, 0, 0, 0);

        Members file(String name, String content) {
            byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
            try {
                tar.write(
                        new TarEntry(Kind.FILE, name, "", bytes.length, STATUS, new TarEntry.Device(0, 0)),
                        new ByteArrayInputStream(bytes));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            return this;
        }

        Members blob(String content) {
            return file("blobs/sha256/" + digest(content).hex(), content);
        }

        Members link(String name, String target) {
            try {
                tar.write(new TarEntry(Kind.LINK, name, target, 0, STATUS, new TarEntry.Device(0, 0)));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            return this;
        }

        byte[] bytes() {
            return out.toByteArray();
        }
    }

    private static Digest digest(String content) {
        return Digest.of(content.getBytes(StandardCharsets.UTF_8));
    }

    private static String descriptor(String content, long size) {
        return "{\"mediaType\":\"\",\"digest\":\"" + digest(content) + "\",\"size\":" + size + "}";
    }

    private static String descriptor(String content) {
        return descriptor(content, content.length());
    }

    private static String index(String... descriptors) {
        return "{\"schemaVersion\":2,\"manifests\":[" + String.join(",", descriptors) + "]}";
    }

    private static String manifest(String config, String... layers) {
        return "{\"schemaVersion\":2,\"config\":" + config + ",\"layers\":[" + String.join(",", layers) + "]}";
    }

    private static Members oci(String index) {
        return new Members()
                .file("oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}")
                .file("index.json", index);
    }

    private static Members docker(String manifest) {
        return new Members().file("manifest.json", manifest);
    }

    private static Map<String, Members> docker() {
        Map<String, Members> archives = new LinkedHashMap<>();
        archives.put("neither manifest.json nor index.json", new Members().file("hello", "x"));
        archives.put("is no JSON", docker("[{"));
        archives.put("is no list of at most", docker("{}"));
        archives.put("there is no image in it", docker("[]"));
        archives.put("lacks its member", docker("[{\"Config\":\"none.json\",\"Layers\":[]}]"));
        archives.put("lacks its member '../../../../etc/passwd'", docker("[{\"Config\":\"../../../../etc/passwd\"}]"));
        archives.put("is no reference of an image", docker("[{\"RepoTags\":[\"UP:1\"],\"Config\":\"c\"}]"));
        archives.put(
                "1 layers, and its configuration says 0",
                docker("[{\"Config\":\"c\",\"Layers\":[\"l\"]}]")
                        .file("c", EMPTY_CONFIG)
                        .file("l", ""));
        archives.put(
                "diff_id that is not a sha256",
                docker("[{\"Config\":\"c\",\"Layers\":[\"l\"]}]")
                        .file("c", "{\"rootfs\":{\"diff_ids\":[\"md5:1\"]}}")
                        .file("l", ""));
        archives.put(
                "lacks its member 'loop'",
                docker("[{\"Config\":\"loop\"}]").link("loop", "pool").link("pool", "loop"));
        archives.put("lacks its member 'out'", docker("[{\"Config\":\"out\"}]").link("out", "/etc/passwd"));
        archives.put(
                "cannot be used: its bytes have the digest",
                docker("[{\"Config\":\"c\",\"Layers\":[\"l\"]}]")
                        .file("c", "{\"rootfs\":{\"diff_ids\":[\"" + digest("other") + "\"]}}")
                        .file("l", "some"));
        archives.put("at most 4194304 are read", docker(" ".repeat(5 << 20)));
        archives.put(
                "cannot be read", docker("[{\"Config\":\"c\",\"Layers\":[]}]").file("c", "{\"created\":\"never\"}"));
        return archives;
    }

    private static Map<String, Members> oci() {
        Map<String, Members> archives = new LinkedHashMap<>();
        archives.put("cannot be used: it is no JSON", oci("{"));
        archives.put("the index of the archive is none", oci(manifest(descriptor("x"))));
        archives.put("lacks its member 'blobs/sha256/", oci(index(descriptor("lost"))));
        String other = manifest(descriptor("y"));
        archives.put(
                "is not what its digest says",
                oci(index(descriptor("x"))).file("blobs/sha256/" + digest("x").hex(), other));
        String nested = index(descriptor("deepest"));
        Members deep = oci(index()).blob("deepest");
        for (int i = 0; i < 5; i++) {
            deep.blob(nested);
            nested = index(descriptor(nested));
        }
        archives.put("lists of images in lists", deep.file("index.json", nested));
        String lying = manifest(descriptor(EMPTY_CONFIG, EMPTY_CONFIG.length() + 1));
        archives.put(
                "and its manifest says",
                oci(index(descriptor(lying))).blob(lying).blob(EMPTY_CONFIG));
        String huge = manifest(descriptor(EMPTY_CONFIG, 1L << 40));
        archives.put(
                "its configuration has 1099511627776 bytes",
                oci(index(descriptor(huge))).blob(huge).blob(EMPTY_CONFIG));
        String foreign = "{\"schemaVersion\":2,\"manifests\":[{\"digest\":\"" + digest("x")
                + "\",\"size\":1,\"platform\":{\"os\":\"plan9\",\"architecture\":\"mips\"}}]}";
        archives.put("no image for linux/", oci(index(descriptor(foreign))).blob(foreign));
        return archives;
    }

    private static Members named(String name) {
        return docker("[{\"Config\":\"c\",\"Layers\":[],\"RepoTags\":[\"" + name + "\"]}]")
                .file("c", EMPTY_CONFIG);
    }

    @Test
    void anArchiveGivesNoNameThatPromisesADigestOrAnImageOfThisHost() throws Exception {
        String pinned = "nginx:1@" + digest("what everybody trusts");

        for (String name :
                new String[] {pinned, "nginx@" + digest("x"), "jcompose/shell", "docker.io/jcompose/java:1"}) {
            assertThat(refusal(named(name).bytes())).as(name).startsWith("taken: [Loaded image ID: sha256:");
        }

        assertThat(store.list())
                .singleElement()
                .satisfies(image -> assertThat(image.references()).isEmpty());
    }

    @Test
    void oneManifestThatIsNamedAThousandTimesIsNotKeptAThousandTimes() throws Exception {
        String manifest = manifest(descriptor(EMPTY_CONFIG)) + " ".repeat(1 << 20);
        String[] same = new String[100];
        java.util.Arrays.fill(same, descriptor(manifest));

        assertThat(refusal(oci(index(same)).blob(manifest).blob(EMPTY_CONFIG).bytes()))
                .contains("have more than 16777216 bytes");
    }

    @Test
    void aNameOfAMillionDirectoriesIsNotWalked() throws Exception {
        assertThat(refusal(docker("[]").file("a/".repeat(200_000), "").bytes())).contains("names that are too long");
        assertNothingIsLeft();
    }

    private String refusal(byte[] archive) throws IOException {
        Path file = scratch.resolve("archive.tar");
        Files.write(file, archive);
        try {
            return "taken: " + archives.load(file, line -> {});
        } catch (ContainerException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private void assertNothingIsLeft() throws IOException {
        for (String directory : new String[] {"l", "blobs/sha256", "tmp"}) {
            try (Stream<Path> found = Files.list(scratch.resolve("images").resolve(directory))) {
                assertThat(found).as(directory).isEmpty();
            }
        }
    }

    @Test
    void whatIsWrongIsSaidAndNothingIsLeft() throws Exception {
        for (Map<String, Members> all : java.util.List.of(docker(), oci())) {
            for (Map.Entry<String, Members> item : all.entrySet()) {
                assertThat(refusal(item.getValue().bytes()))
                        .startsWith("cannot load ")
                        .contains(item.getKey());
                assertNothingIsLeft();
            }
        }
    }

    @Test
    void whatIsNoArchiveAtAllIsSaid() throws Exception {
        assertThat(refusal(new byte[0])).contains("neither manifest.json nor index.json");
        assertThat(refusal("hello".repeat(1000).getBytes(StandardCharsets.UTF_8)))
                .contains("this is no archive");
        assertThat(refusal(new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 0, 1}))
                .contains("gzip stream");
        assertThat(refusal(new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 1, 2, 3}))
                .contains("zstd");
        assertThat(refusal(new byte[] {(byte) 0xfd, '7', 'z', 'X', 'Z', 0, 0}))
                .contains("it is packed by xz, which is not read: unpack it by xz -d");
        assertThat(refusal("BZh91AY&SY".getBytes(StandardCharsets.UTF_8))).contains("unpack it by bzip2 -d");
        assertNothingIsLeft();
        try {
            archives.load(scratch.resolve("none"), line -> {});
        } catch (ContainerException e) {
            assertThat(e).hasMessageContaining("none is not there");
        }
        assertNothingIsLeft();
    }

    @Test
    void anImageWithoutLayersIsTaken() throws Exception {
        byte[] archive = docker("[{\"Config\":\"c\",\"RepoTags\":[\"scratch-like:1\"],\"Layers\":[]}]")
                .file("c", EMPTY_CONFIG)
                .bytes();

        assertThat(refusal(archive)).isEqualTo("taken: [Loaded image: scratch-like:1]");
        assertThat(store.get("scratch-like:1", line -> {}).layers()).isEmpty();
    }

    @Test
    void whatCannotBeChangedIsSaid() throws Exception {
        Path tree = scratch.resolve("tree.tar");
        Files.write(tree, new Members().file("f", "x").bytes());
        for (String change : new String[] {"RUN x", "CMD", "ENV a", "LABEL =x", ""}) {
            try {
                archives.importTree(tree, "x", java.util.List.of(change), "");
                assertThat(change).as("taken").isEmpty();
            } catch (ContainerException e) {
                assertThat(e).hasMessageContaining("cannot apply the change");
            }
        }
        assertNothingIsLeft();
    }
}
