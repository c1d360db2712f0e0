package io.jcompose.runtime.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.Image;
import io.jcompose.runtime.disk.Disk;
import io.jcompose.runtime.disk.DiskWitness;
import io.jcompose.runtime.manifest.Descriptor;
import io.jcompose.runtime.manifest.Digest;
import io.jcompose.runtime.manifest.ImageReference;
import io.jcompose.runtime.manifest.MediaTypes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ImageStoreAddKernelTest {
    private final Scratch machine;
    private final ImageStore store;
    private final byte[] base =
            new Tars().folder("etc/").file("etc/motd", "hello").bytes();
    private final byte[] top = new Tars().file("app", "program").bytes();

    ImageStoreAddKernelTest() throws Exception {
        machine = Scratch.create();
        store = ImageStore.open(machine.resolve("images"), new Disk(DiskWitness.NONE));
    }

    @AfterEach
    void clear() throws IOException {
        machine.close();
    }

    private static List<ImageReference> names(String... names) throws ContainerException {
        ImageReference[] references = new ImageReference[names.length];
        for (int i = 0; i < names.length; i++) {
            references[i] = ImageReference.parse(names[i]);
        }
        return List.of(references);
    }

    private Image add(ImageSource source, String... names) throws ContainerException {
        return store.add(source, names(names), AddProgress.SILENT);
    }

    private List<String> files(String directory) throws IOException {
        try (Stream<Path> found = Files.list(machine.resolve("images").resolve(directory))) {
            return found.map(path -> path.getFileName().toString()).toList();
        }
    }

    @Test
    void anImageIsUnpackedAndNamed() throws Exception {
        Image image = add(FakeSource.gzipped(base, top), "team/app:1");

        assertThat(image.references()).containsExactly("team/app:1");
        assertThat(image.config().command()).containsExactly("sh");
        assertThat(image.layers()).hasSize(2);
        assertThat(image.layers().get(0).resolve("app")).hasContent("program");
        assertThat(image.layers().get(1).resolve("etc/motd")).hasContent("hello");
        assertThat(image.size()).isEqualTo(12);
        assertThat(store.get("team/app:1", line -> {})).isEqualTo(image);
        assertThat(files("tmp")).isEmpty();
    }

    @Test
    void itsBytesComeOutAsTheyWentIn() throws Exception {
        for (FakeSource source : List.of(FakeSource.gzipped(base, top), FakeSource.plain(top, base))) {
            add(source, "app");

            try (ImageContent content = store.content("app")) {
                assertThat(content.manifestBytes()).isEqualTo(source.manifest());
                for (Descriptor layer : content.manifest().layers()) {
                    assertThat(content.open(layer)).hasBinaryContent(source.blobs.get(layer.digest()));
                }
                assertThat(content.openTar(0).readAllBytes()).isIn(base, top);
            }
        }
    }

    @Test
    void aLayerThatIsThereIsNotReadAgain() throws Exception {
        add(FakeSource.gzipped(base), "base");
        FakeSource source = FakeSource.gzipped(base, top);

        add(source, "app");

        assertThat(source.opened).doesNotContain(Digest.of(FakeSource.gzip(base)));
        assertThat(files("l")).hasSize(2);
    }

    @Test
    void anImageIsFoundByTheDigestThatItWasPulledBy() throws Exception {
        FakeSource source = FakeSource.gzipped(base);
        Image image = add(source, "app@" + source.digest());

        assertThat(store.get("app@" + source.digest(), line -> {})).isEqualTo(image);
    }

    @Test
    void ofAnImageThatIsBrokenNothingIsLeft() throws Exception {
        byte[] other = new Tars().file("other", "x").bytes();
        FakeSource lying = FakeSource.of(List.of(FakeSource.gzip(other)), List.of(base), MediaTypes.OCI_LAYER_GZIP);
        FakeSource damaged = FakeSource.gzipped(base, top);
        damaged.blobs.replaceAll(
                (digest, bytes) -> digest.equals(Digest.of(FakeSource.gzip(top))) ? flipped(bytes) : bytes);
        FakeSource longer = FakeSource.gzipped(base);
        longer.blobs.replaceAll((digest, bytes) -> Arrays.copyOf(bytes, bytes.length + 1));
        FakeSource noTar = FakeSource.gzipped("x".repeat(1024).getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> add(lying, "x"))
                .isInstanceOf(ContainerException.class)
                .hasMessageContaining("the configuration of the image says");
        assertThatThrownBy(() -> add(damaged, "x"))
                .isInstanceOf(ContainerException.class)
                .hasMessageContaining("cannot be used");
        assertThatThrownBy(() -> add(longer, "x")).isInstanceOf(ContainerException.class);
        assertThatThrownBy(() -> add(noTar, "x")).hasMessageContaining("checksum");
        assertThat(files("tmp")).isEmpty();
        assertThat(files("l")).isEmpty();
        assertThat(files("blobs/sha256")).isEmpty();
    }

    private static byte[] flipped(byte[] bytes) {
        byte[] copy = bytes.clone();
        copy[copy.length / 2] ^= 1;
        return copy;
    }

    @Test
    void aBlobThatBreaksOffIsReadOnFromThere() throws Exception {
        byte[] random = new byte[300_000];
        new java.util.Random(7).nextBytes(random);
        byte[] large = new Tars()
                .file("r", new String(random, StandardCharsets.ISO_8859_1))
                .bytes();
        FakeSource breaking = new FakeSource(FakeSource.gzipped(large)) {
            @Override
            public synchronized InputStream open(Descriptor blob, long offset) throws IOException {
                byte[] rest = super.open(blob, offset).readAllBytes();
                return new java.io.ByteArrayInputStream(rest, 0, Math.min(rest.length, 200_000));
            }
        };

        Image image = add(breaking, "app");

        assertThat(image.layers().get(0).resolve("r")).exists();
        assertThat(breaking.opened).hasSizeGreaterThan(2);
    }

    @Test
    void anImageIsComposedOfLayersAndDirectories() throws Exception {
        Image image = add(FakeSource.gzipped(base), "base");
        Path work = store.newWork();
        Files.writeString(work.resolve("new"), "content");
        List<Digest> below;
        try (ImageContent content = store.content("base")) {
            below = content.diffIds();
        }

        Image made =
                store.compose(new NewImage("{\"config\":{\"Cmd\":[\"new\"]}}", below, List.of(work)), names("made"));

        assertThat(made.layers().get(0).resolve("new")).hasContent("content");
        assertThat(made.layers().get(1)).isEqualTo(image.layers().get(0));
        assertThat(made.config().command()).containsExactly("new");
        assertThat(work).doesNotExist();
        try (ImageContent content = store.content("made")) {
            for (Descriptor layer : content.manifest().layers()) {
                byte[] bytes = content.open(layer).readAllBytes();
                assertThat(Digest.of(bytes)).isEqualTo(layer.digest());
                assertThat(bytes).hasSize((int) layer.size());
            }
        }
        store.remove("base", Set.of());
        assertThat(made.layers().get(1).resolve("etc/motd")).exists();
    }
}
