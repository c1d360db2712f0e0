package io.jcompose.runtime.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.Image;
import io.jcompose.runtime.ImageCare.Choice;
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
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
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
    void nobodyGetsALayerOfOthersBySayingItsDigest() throws Exception {
        add(FakeSource.plain(base), "theirs");
        add(FakeSource.plain(top), "mine");

        assertThatThrownBy(() -> add(FakeSource.of(List.of(top), List.of(base), MediaTypes.OCI_LAYER), "thief"))
                .isInstanceOf(ContainerException.class)
                .hasMessageContaining("its files have the digest " + Digest.of(top));

        assertThat(store.list()).hasSize(2);
    }

    @Test
    void anImageThatHasALayerTwiceIsMountedWithItOnce() throws Exception {
        Image image = add(FakeSource.plain(base, top, base), "app");

        assertThat(image.layers())
                .hasSize(2)
                .first()
                .satisfies(topmost -> assertThat(topmost.resolve("etc/motd")).exists());
        assertThat(image.size()).isEqualTo(12);
    }

    @Test
    void anImageFromElsewhereGetsNoNameOfABuiltInOne() {
        assertThatThrownBy(() -> add(FakeSource.plain(base), "jcompose/shell"))
                .hasMessageContaining("it is that of a built-in image");
    }

    @Test
    void aBlobLargerThanAnyLayerIsNotBegun() throws Exception {
        byte[] config = FakeSource.plain(base).blobs.values().stream()
                .filter(bytes -> bytes[0] == '{')
                .findFirst()
                .orElseThrow();
        byte[] manifest = OciJson.manifest(
                config, List.of(new Descriptor(MediaTypes.OCI_LAYER, Digest.of(base), 1L << 40, null)));
        ImageSource endless = new ImageSource() {
            @Override
            public byte[] manifest() {
                return manifest;
            }

            @Override
            public InputStream open(Descriptor blob, long offset) throws ContainerException {
                if (blob.size() == config.length) {
                    return new java.io.ByteArrayInputStream(config);
                }
                throw new ContainerException("it was begun");
            }
        };

        assertThatThrownBy(() -> add(endless, "app")).hasMessageContaining("has 1099511627776 bytes, at most");
    }

    @Test
    void othersOnThisHostDoNotReachTheProgramsOfLayers() throws Exception {
        assertThat(java.nio.file.attribute.PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(machine.resolve("images"))))
                .isEqualTo("rwx--x---");
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
            public InputStream open(Descriptor blob, long offset) throws IOException {
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

    @Test
    void aLayerThatWasMadeHereIsBuiltOnWhenThePulledImageThatHadItTooIsGone() throws Exception {
        Path work = store.newWork();
        Files.writeString(work.resolve("made"), "here");
        store.compose(new NewImage("{}", List.of(), List.of(work)), names("base"));
        List<Digest> below;
        byte[] tar;
        try (ImageContent content = store.content("base")) {
            below = content.diffIds();
            tar = content.openTar(0).readAllBytes();
        }
        add(FakeSource.gzipped(tar, top), "pulled");
        store.remove("pulled", Set.of());

        Path next = store.newWork();
        Files.writeString(next.resolve("next"), "above");
        store.compose(new NewImage("{}", below, List.of(next)), names("app"));

        try (ImageContent content = store.content("app")) {
            assertThat(content.openTar(0).readAllBytes()).isEqualTo(tar);
        }
        assertThat(store.care().check(line -> {})).isEmpty();
    }

    @Test
    void aLayerThatTwoWantAtOnceIsReadOnce() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayGoOn = new CountDownLatch(1);
        Digest blob = Digest.of(FakeSource.gzip(base));
        FakeSource slow = new FakeSource(FakeSource.gzipped(base)) {
            @Override
            public InputStream open(Descriptor wanted, long offset) throws IOException {
                if (wanted.digest().equals(blob)) {
                    begun.countDown();
                    awaited(mayGoOn);
                }
                return super.open(wanted, offset);
            }
        };
        FakeSource second = FakeSource.gzipped(base, top);
        List<Digest> there = new CopyOnWriteArrayList<>();
        AddProgress progress = new AddProgress() {
            @Override
            public void unpacked(Descriptor layer) {
                // The other layer of the second image: by now its first one waits, or soon will.
                mayGoOn.countDown();
            }

            @Override
            public void alreadyThere(Descriptor layer) {
                there.add(layer.digest());
            }
        };
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<Image> one = threads.submit(() -> add(slow, "one"));
            awaited(begun);
            Future<Image> two = threads.submit(() -> store.add(second, names("two"), progress));

            assertThat(two.get(60, TimeUnit.SECONDS).layers())
                    .containsAll(one.get(60, TimeUnit.SECONDS).layers());
        } finally {
            threads.shutdownNow();
        }
        assertThat(second.opened).doesNotContain(blob);
        assertThat(there).containsExactly(blob);
    }

    private static void awaited(CountDownLatch latch) throws IOException {
        try {
            if (!latch.await(60, TimeUnit.SECONDS)) {
                throw new IOException("nothing came");
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void whoWaitsForAnotherPullThatFailsReadsHimself() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        FakeSource broken = new FakeSource(FakeSource.gzipped(base)) {
            @Override
            public InputStream open(Descriptor wanted, long offset) throws IOException {
                if (wanted.digest().equals(Digest.of(FakeSource.gzip(base)))) {
                    begun.countDown();
                    throw new java.io.UncheckedIOException(new IOException("broken"));
                }
                return super.open(wanted, offset);
            }
        };
        ExecutorService threads = Executors.newFixedThreadPool(1);
        try {
            Future<Image> one = threads.submit(() -> add(broken, "one"));
            awaited(begun);

            assertThat(add(FakeSource.gzipped(base), "two").layers()).hasSize(1);
            assertThatThrownBy(() -> one.get(60, TimeUnit.SECONDS)).hasStackTraceContaining("broken");
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aPullThatIsInterruptedEndsSoonAndLeavesNothing() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        FakeSource stuck = new FakeSource(FakeSource.gzipped(base, top)) {
            @Override
            public InputStream open(Descriptor wanted, long offset) throws IOException {
                if (wanted.mediaType().equals(MediaTypes.OCI_LAYER_GZIP)) {
                    begun.countDown();
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        throw new java.io.InterruptedIOException("interrupted");
                    }
                }
                return super.open(wanted, offset);
            }
        };
        ExecutorService threads = Executors.newFixedThreadPool(1);
        Future<Image> pull = threads.submit(() -> add(stuck, "one"));
        awaited(begun);

        threads.shutdownNow();

        assertThatThrownBy(() -> pull.get(60, TimeUnit.SECONDS)).hasStackTraceContaining("was broken off");
        assertThat(files("tmp")).isEmpty();
        assertThat(add(FakeSource.gzipped(base, top), "two").layers()).hasSize(2);
    }

    @Test
    void zstdIsReadAndItsDamageSeen() throws Exception {
        byte[] packed = com.github.luben.zstd.Zstd.compress(base);
        FakeSource source = FakeSource.of(List.of(packed), List.of(base), MediaTypes.OCI_LAYER_ZSTD);

        assertThat(add(source, "z").layers().get(0).resolve("etc/motd")).hasContent("hello");

        byte[] cut = Arrays.copyOf(packed, packed.length - 5);
        FakeSource damaged = FakeSource.of(List.of(cut), List.of(top), MediaTypes.OCI_LAYER_ZSTD);
        assertThatThrownBy(() -> add(damaged, "y")).isInstanceOf(ContainerException.class);
    }

    @Test
    void gzipOfSeveralMembersIsReadToItsEnd() throws Exception {
        byte[] first = FakeSource.gzip(Arrays.copyOf(base, 700));
        byte[] second = FakeSource.gzip(Arrays.copyOfRange(base, 700, base.length));
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);

        Image image = add(FakeSource.of(List.of(both), List.of(base), MediaTypes.OCI_LAYER_GZIP), "x");

        assertThat(image.layers().get(0).resolve("etc/motd")).hasContent("hello");
    }

    @Test
    void manifestsThatLieAreRefused() throws Exception {
        FakeSource tooMany = FakeSource.of(
                List.of(FakeSource.gzip(base), FakeSource.gzip(top)), List.of(base), MediaTypes.OCI_LAYER_GZIP);
        FakeSource config = FakeSource.gzipped(base);
        config.blobs.replaceAll((digest, bytes) -> bytes[0] == '{' ? flipped(bytes) : bytes);

        assertThatThrownBy(() -> add(tooMany, "x")).hasMessageContaining("2 layers and its configuration 1");
        assertThatThrownBy(() -> add(config, "x")).hasMessageContaining("configuration is not what the manifest says");
        assertThat(files("blobs/sha256")).isEmpty();
    }

    @Test
    void whatOneHasChangedByHandIsFound() throws Exception {
        Image image = add(FakeSource.gzipped(base, top), "app");
        assertThat(store.care().check(line -> {})).isEmpty();
        Files.writeString(image.layers().get(0).resolve("app"), "progrum");

        assertThat(store.care().check(line -> {}))
                .singleElement()
                .asString()
                .contains("app:latest is damaged: files of layer");

        Files.delete(machine.resolve("images/blobs/sha256").resolve(image.id().substring(7)));
        ImageStore again = ImageStore.open(machine.resolve("images"), new Disk(DiskWitness.NONE));
        assertThat(again.list()).isEmpty();
        assertThat(again.remove("app", Set.of())).contains("Untagged: app:latest", "Deleted: " + image.id());
        assertThat(files("l")).isEmpty();
        assertThat(files("blobs/sha256")).isEmpty();
    }

    @Test
    void usageCountsWhatIsSharedOnce() throws Exception {
        Image one = add(FakeSource.plain(base), "one");
        add(FakeSource.plain(base, top), "two");

        var usage = store.care().usage(Set.of(one.id()));

        assertThat(usage.images()).isEqualTo(2);
        assertThat(usage.active()).isEqualTo(1);
        assertThat(usage.each())
                .extracting(part -> part.references().get(0))
                .containsExactly("one:latest", "two:latest");
        assertThat(usage.each().get(0).shared()).isEqualTo(5 + base.length);
        assertThat(usage.each().get(1).shared()).isEqualTo(5 + base.length);
        assertThat(usage.size())
                .isEqualTo(usage.reclaimable()
                        + 5
                        + base.length
                        + usage.each().get(0).unique());
    }

    @Test
    void pruningTakesWhatIsChosenAndUnused() throws Exception {
        Image one = add(FakeSource.plain(base), "one");
        Image nameless = add(FakeSource.plain(top));

        assertThat(store.care()
                        .prune(new Choice(true, Instant.parse("2026-01-01T00:00:00Z"), Map.of()), Set.of())
                        .lines())
                .isEmpty();
        assertThat(store.care()
                        .prune(new Choice(true, null, Map.of("a", "")), Set.of())
                        .lines())
                .isEmpty();
        assertThat(store.care()
                        .prune(new Choice(false, null, Map.of()), Set.of(nameless.id()))
                        .lines())
                .isEmpty();
        assertThat(store.care()
                        .prune(new Choice(false, null, Map.of()), Set.of())
                        .lines())
                .contains("Deleted: " + nameless.id());
        assertThat(store.list()).containsExactly(one);
        assertThat(store.care()
                        .prune(new Choice(true, null, Map.of()), Set.of())
                        .freed())
                .isGreaterThan(base.length);
        assertThat(store.list()).isEmpty();
    }

    @Test
    void oneImageHasSeveralNames() throws Exception {
        Image image = add(FakeSource.plain(base), "one");

        store.care().tag(image.id().substring(7, 20), "team/two:3");

        assertThat(store.get("team/two:3", line -> {}).references()).containsExactly("one:latest", "team/two:3");
        assertThat(store.care().inspect("one", (name, id) -> Optional.empty()))
                .contains("\"RepoTags\":[\"one:latest\",\"team/two:3\"]", "\"RepoDigests\":[]");
        assertThatThrownBy(() -> store.care().tag("one", "x@sha256:" + "0".repeat(64)))
                .hasMessageContaining("digest");
        assertThatThrownBy(() -> store.care().tag("one", "jcompose/java")).hasMessageContaining("built-in");
        assertThatThrownBy(() -> store.care().tag("none", "x")).isInstanceOf(ContainerException.ImageNotFound.class);
    }
}
