package io.jcompose.runtime.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.Image;
import io.jcompose.runtime.disk.Disk;
import io.jcompose.runtime.disk.DiskWitness;
import io.jcompose.runtime.disk.TreeRemoval;
import io.jcompose.runtime.manifest.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The store on a small machine of our own. */
class ImageStoreTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private final Scratch directory;

    ImageStoreTest() throws IOException {
        directory = Scratch.create();
    }

    @BeforeEach
    void machine() throws IOException {
        FakeHost.in(directory.resolve("host"))
                .script("/bin/sh", "the shell")
                .script("/usr/bin/cat", "the cat")
                .script("/opt/java/bin/java", "java")
                .text("/opt/java/lib/modules", "many classes")
                .text("/opt/java/jmods/java.base.jmod", "")
                .text("/opt/java/lib/src.zip", "")
                .script("/opt/app/run", "app");
        Files.setLastModifiedTime(directory.resolve("host/opt/app/run"), FileTime.from(NOW));
    }

    @AfterEach
    void clear() throws IOException {
        directory.close();
    }

    private ImageStore open() throws ContainerException {
        Host host = new Host(directory.resolve("host"), Path.of("/opt/java"));
        return ImageStore.open(directory.resolve("images"), new Disk(DiskWitness.NONE), host);
    }

    private Image app(ImageStore store, String name) throws ContainerException {
        return store.fromHost(name, List.of(Path.of("/opt/app/run")), line -> {});
    }

    private List<Path> content() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("images"), 3)) {
            return files.filter(file -> file.getParent() != null
                            && Set.of("l", "sha256", "tmp")
                                    .contains(String.valueOf(file.getParent().getFileName())))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void anImageOfTheHostHasTheFilesAndWhatEveryImageNeeds() throws Exception {
        Image image = app(open(), "me/app:1");

        assertThat(image.id()).matches("sha256:[0-9a-f]{64}");
        assertThat(image.references()).containsExactly("me/app:1");
        assertThat(image.config().created()).isEqualTo(NOW);
        assertThat(image.config().command()).containsExactly("/opt/app/run");
        assertThat(image.config().environment())
                .containsExactly("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        assertThat(image.size()).isEqualTo(3);
        Path root = image.layers().get(0);
        assertThat(root.resolve("opt/app/run")).hasContent("app").isExecutable();
        assertThat(root.resolve("etc/passwd"))
                .content()
                .startsWith("root:x:0:0:")
                .contains("nobody:x:65534:");
        assertThat(root.resolve("etc/resolv.conf")).isEmptyFile();
        assertThat((Integer) Files.getAttribute(root.resolve("tmp"), "unix:mode") & 07777)
                .isEqualTo(01777);
        for (String path : List.of("proc", "sys", "dev", "run", "var/tmp", "root")) {
            assertThat(root.resolve(path)).isDirectory();
        }
        assertThat(root.resolve("opt/java")).doesNotExist();
    }

    @Test
    void theSameFilesGiveTheSameImage() throws Exception {
        Image one = app(open(), "app");
        Image java = open().get("jcompose/java", line -> {});
        Host host = new Host(directory.resolve("host"), Path.of("/opt/java"));
        ImageStore other = ImageStore.open(directory.resolve("other"), new Disk(DiskWitness.NONE), host);

        assertThat(app(other, "app").id()).isEqualTo(one.id());
        assertThat(other.get("jcompose/java", line -> {}).id()).isEqualTo(java.id());
    }

    @Test
    void anotherJavaOfTheHostIsAnotherImage() throws Exception {
        FakeHost.in(directory.resolve("host")).text("/opt/java/release", "JAVA_VERSION=\"17.0.1\"\n");
        ImageStore store = open();
        Image old = store.get("jcompose/java", line -> {});
        Image app = app(store, "app");
        assertThat(store.get("jcompose/java:latest", line -> {})).isEqualTo(old);

        FakeHost.in(directory.resolve("host")).text("/opt/java/release", "JAVA_VERSION=\"17.0.2\"\n");
        Image current = store.get("jcompose/java", line -> {});

        assertThat(current.id()).isNotEqualTo(old.id());
        assertThat(current.references()).containsExactly("jcompose/java:latest");
        assertThat(current.layers())
                .as("the shell is the same")
                .endsWith(old.layers().get(1));
        assertThat(store.byId(old.id()).references())
                .as("containers of it live on")
                .isEmpty();
        assertThat(app(store, "app").id()).isEqualTo(app.id());
        Files.delete(directory.resolve("host/opt/java/release"));
        assertThat(store.get("jcompose/java", line -> {}))
                .as("in the middle of an upgrade")
                .isEqualTo(current);
    }

    @Test
    void aDirectoryIsNoCommand() throws Exception {
        Image image = open().fromHost("app", List.of(Path.of("/opt/app"), Path.of("/opt/app/run")), line -> {});

        assertThat(image.config().command()).isEmpty();
    }

    @Test
    void everythingIsThereAfterReopening() throws Exception {
        ImageStore store = open();
        Image app = app(store, "app");
        Image java = store.get("jcompose/java", line -> {});

        ImageStore again = open();

        assertThat(again.list()).isEqualTo(store.list());
        assertThat(again.get("app:latest", line -> {})).isEqualTo(app);
        assertThat(again.byId(java.id())).isEqualTo(java);
        assertThat(again.get(java.id().substring(7, 19), line -> {})).isEqualTo(java);
    }

    @Test
    void javaStandsOnTheLayerOfShell() throws Exception {
        ImageStore store = open();
        List<String> progress = new ArrayList<>();

        Image java = store.get("jcompose/java", progress::add);
        Image shell = store.get("docker.io/jcompose/shell:latest", progress::add);

        assertThat(java.layers()).hasSize(2).last().isEqualTo(shell.layers().get(0));
        Path top = java.layers().get(0);
        assertThat(top.resolve("opt/java/lib/modules")).hasContent("many classes");
        assertThat(top.resolve("opt/java/jmods")).doesNotExist();
        assertThat(top.resolve("opt/java/lib/src.zip")).doesNotExist();
        assertThat(top.resolve("etc/passwd")).doesNotExist();
        assertThat(Files.readSymbolicLink(top.resolve("usr/bin/java"))).isEqualTo(Path.of("/opt/java/bin/java"));
        assertThat(java.config().environment()).contains("JAVA_HOME=/opt/java");
        assertThat(java.config().command()).containsExactly("java", "-version");
        assertThat(progress).anyMatch(line -> line.startsWith("jcompose/java: "));
        int lines = progress.size();
        store.get("jcompose/java", progress::add);
        assertThat(progress).hasSize(lines);
    }

    @Test
    void twoWhoAskAtOnceWaitForOneWork() throws Exception {
        ImageStore store = open();
        List<String> progress = Collections.synchronizedList(new ArrayList<>());
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Image>> images = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                images.add(threads.submit(() -> store.get("jcompose/shell", progress::add)));
            }
            Image first = images.get(0).get();
            for (Future<Image> image : images) {
                assertThat(image.get()).isEqualTo(first);
            }
        } finally {
            threads.shutdown();
        }
        assertThat(progress.stream().filter(line -> line.contains("copying"))).hasSize(1);
    }

    @Test
    void leftoversOfACrashAreClearedAndTheRestStays() throws Exception {
        Image app = app(open(), "app");
        List<Path> before = content();
        Path images = directory.resolve("images");
        Files.createDirectories(images.resolve("tmp/half/etc"));
        Files.createSymbolicLink(images.resolve("tmp/half/out"), directory.resolve("host"));
        Files.createDirectories(images.resolve("l/" + "0".repeat(32) + "/etc"));
        Files.writeString(images.resolve("blobs/sha256/" + "0".repeat(64)), "half");
        Files.writeString(images.resolve("tmp/index"), "{");

        ImageStore store = open();

        assertThat(content()).isEqualTo(before);
        assertThat(store.list()).containsExactly(app);
        assertThat(directory.resolve("host/bin/sh")).exists();
    }

    @Test
    void aDamagedImageIsHiddenButItsLayersStayForItsContainers() throws Exception {
        ImageStore store = open();
        Image shell = store.get("jcompose/shell", line -> {});
        Image app = app(store, "app");
        Files.writeString(directory.resolve("images/blobs/sha256/" + app.id().substring(7)), "{}");

        ImageStore again = open();

        assertThat(again.list()).containsExactly(shell);
        assertThatThrownBy(() -> again.get("app", line -> {})).isInstanceOf(ContainerException.ImageNotFound.class);
        assertThat(app.layers().get(0)).isDirectory();
        assertThat(app(again, "app").layers()).isEqualTo(app.layers());
    }

    @Test
    void aDamagedBuiltInImageIsMadeAgain() throws Exception {
        Image shell = open().get("jcompose/shell", line -> {});
        TreeRemoval.remove(shell.layers().get(0));

        Image again = open().get("jcompose/shell", line -> {});

        assertThat(again.layers().get(0).resolve("usr/bin/cat")).hasContent("the cat");
    }

    @Test
    void anIndexOfAnotherVersionIsNotTouched() throws Exception {
        open();
        Path index = directory.resolve("images/index.json");
        Files.writeString(index, "{\"version\": 99}");

        assertThatThrownBy(this::open).isInstanceOf(ContainerException.class).hasMessageContaining("version 99");
        assertThat(index).hasContent("{\"version\": 99}");
    }

    @Test
    void whatIsNotThereIsExplained() throws Exception {
        ImageStore store = open();
        app(store, "me/app:1");

        assertThatThrownBy(() -> store.get("me/ap:1", line -> {}))
                .isInstanceOf(ContainerException.ImageNotFound.class)
                .hasMessage("no image 'me/ap:1' on this host; did you mean me/app:1?;"
                        + " there is jcompose/java:latest, jcompose/shell:latest, me/app:1; an image of this host's"
                        + " files is made by: jcompose image from-host --name me/ap:1 PATH...");
        assertThatThrownBy(() -> store.get("postgres:16", line -> {}))
                .isInstanceOf(ContainerException.ImageNotFound.class)
                .hasMessageNotContaining("did you mean");
        assertThatThrownBy(() -> store.get("jcompose/jav", line -> {}))
                .hasMessageContaining("did you mean jcompose/java");
        assertThatThrownBy(() -> store.get("jcompose/java:17", line -> {}))
                .isInstanceOf(ContainerException.ImageNotFound.class);
        assertThatThrownBy(() -> store.byId("sha256:" + "0".repeat(64)))
                .isInstanceOf(ContainerException.ImageNotFound.class);
    }

    @Test
    void namesOfOursAndNamesThatAreNoneAreRefused() throws Exception {
        ImageStore store = open();

        assertThatThrownBy(() -> app(store, "jcompose/shell:2")).hasMessageContaining("built-in");
        assertThatThrownBy(() -> app(store, "docker.io/jcompose/java")).hasMessageContaining("built-in");
        assertThatThrownBy(() -> app(store, "App")).hasMessageContaining("lower case");
        assertThatThrownBy(() -> app(store, "a@sha256:" + "0".repeat(64))).hasMessageContaining("digest");
        assertThatThrownBy(() -> store.fromHost("a", List.of(), line -> {})).hasMessageContaining("no path");
        assertThat(store.list()).isEmpty();
        assertThat(content()).isEmpty();
    }

    @Test
    void removingTheLastNameRemovesTheImageAndItsOwnLayers() throws Exception {
        ImageStore store = open();
        Image shell = store.get("jcompose/shell", line -> {});
        Image java = store.get("jcompose/java", line -> {});

        assertThat(store.remove("jcompose/shell", Set.of()))
                .containsExactly("Untagged: jcompose/shell:latest", "Deleted: " + shell.id());
        assertThat(java.layers()).allMatch(Files::isDirectory);

        List<String> lines = store.remove("jcompose/java", Set.of());

        assertThat(lines).hasSize(4).startsWith("Untagged: jcompose/java:latest", "Deleted: " + java.id());
        assertThat(content()).isEmpty();
        assertThat(open().list()).isEmpty();
    }

    @Test
    void anImageInUseIsNotRemoved() throws Exception {
        ImageStore store = open();
        Image app = app(store, "app");

        assertThatThrownBy(() -> store.remove("app", Set.of(app.id())))
                .hasMessageStartingWith("cannot remove 'app': a container uses it");
        assertThat(store.get("app", line -> {})).isEqualTo(app);
        assertThatThrownBy(() -> store.remove("apple", Set.of())).isInstanceOf(ContainerException.ImageNotFound.class);
    }

    @Test
    void oneImageMayHaveSeveralNames() throws Exception {
        ImageStore store = open();
        Image first = app(store, "one");
        Image second = app(store, "two");

        assertThat(second.id()).isEqualTo(first.id());
        assertThat(second.references()).containsExactly("one:latest", "two:latest");
        assertThatThrownBy(() -> store.remove(first.id(), Set.of())).hasMessageContaining("one:latest, two:latest");
        assertThat(store.remove("one", Set.of(first.id()))).containsExactly("Untagged: one:latest");
        assertThat(store.list()).hasSize(1);
        assertThat(store.remove(first.id(), Set.of())).contains("Untagged: two:latest", "Deleted: " + first.id());
    }

    @Test
    void aNewImageUnderAnOldNameLeavesTheOldOneToItsContainers() throws Exception {
        ImageStore store = open();
        Image old = app(store, "app");
        Image young = store.fromHost("app", List.of(Path.of("/usr/bin/cat")), line -> {});

        assertThat(store.get("app", line -> {})).isEqualTo(young);
        assertThat(store.byId(old.id()).references()).isEmpty();
        assertThat(store.remove(old.id(), Set.of())).contains("Deleted: " + old.id());
        assertThat(store.list()).containsExactly(young);
    }

    @Test
    void workThatFailsLeavesNothing() throws Exception {
        ImageStore store = open();
        Image app = app(store, "app");
        List<Path> before = content();

        assertThatThrownBy(() -> store.fromHost("cat", List.of(Path.of("/usr/bin/cat")), line -> {
                    if (line.startsWith("copying")) {
                        cutShort(directory.resolve("host/usr/bin/cat"));
                    }
                }))
                .isInstanceOf(ContainerException.class)
                .hasMessageStartingWith("cannot finish the work on image 'cat:latest': ")
                .hasMessageContaining("became shorter");

        assertThat(content()).isEqualTo(before);
        assertThat(store.list()).containsExactly(app);
    }

    private static void cutShort(Path file) {
        try {
            Files.writeString(file, "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void theStoreNeverCopiesItself() throws Exception {
        Path host = directory.resolve("host");
        ImageStore store = ImageStore.open(
                host.resolve("var/lib/images"), new Disk(DiskWitness.NONE), new Host(host, Path.of("/opt/java")));
        Files.writeString(host.resolve("var/lib/other"), "kept");

        Image image = store.fromHost("var", List.of(Path.of("/var")), line -> {});

        assertThat(image.layers().get(0).resolve("var/lib/other")).exists();
        assertThat(image.layers().get(0).resolve("var/lib/images")).doesNotExist();
    }

    @Test
    void manifestAndConfigurationAreWhatOciSays() throws Exception {
        Image app = app(open(), "app");

        List<String> blobs = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory.resolve("images/blobs/sha256"))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                byte[] bytes = Files.readAllBytes(file);
                assertThat(Digest.of(bytes).hex()).isEqualTo(String.valueOf(file.getFileName()));
                blobs.add(new String(bytes, java.nio.charset.StandardCharsets.UTF_8));
            }
        }
        assertThat(blobs)
                .hasSize(2)
                .anyMatch(text -> text.contains("\"digest\":\"" + app.id() + "\"")
                        && text.contains("application/vnd.oci.image.manifest.v1+json")
                        && text.contains("application/vnd.oci.image.layer.v1.tar\""))
                .anyMatch(text -> text.contains("\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"sha256:")
                        && text.contains("\"Cmd\":[\"/opt/app/run\"]")
                        && text.contains("\"created\":\"2026-11-22T10:00:00Z\""));
    }
}
