package io.jcompose.runtime.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.disk.Disk;
import io.jcompose.runtime.disk.DiskWitness;
import io.jcompose.runtime.disk.TreeRemoval;
import io.jcompose.runtime.linux.Flags;
import io.jcompose.runtime.linux.Kernel;
import io.jcompose.runtime.manifest.ImageReference;
import io.jcompose.runtime.store.StorageSettings;
import io.jcompose.runtime.store.StorageSettings.Driver;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A store on a disk of 64 MB. */
final class StoreRoomKernelTest {
    private static final int MEGABYTE = 1 << 20;

    private Path disk;
    private ImageStore store;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createTempDirectory("jcompose-small");
        Kernel.live().mount("tmpfs", disk, "tmpfs", 0, "size=64m");
        store = open(OptionalLong.empty(), OptionalLong.empty());
    }

    @AfterEach
    void unmount() throws IOException {
        Kernel.live().unmount(disk, Flags.MNT_DETACH);
        TreeRemoval.remove(disk);
    }

    private ImageStore open(OptionalLong reserve, OptionalLong quota) throws ContainerException {
        return ImageStore.open(
                disk.resolve("images"), new Disk(DiskWitness.NONE), new StorageSettings(Driver.AUTO, reserve, quota));
    }

    private static byte[] tar(int seed, int megabytes) throws IOException {
        byte[] content = new byte[megabytes * MEGABYTE];
        new Random(seed).nextBytes(content);
        return new Tars().file("file" + seed, content).bytes();
    }

    private void add(FakeSource source, String name) throws ContainerException {
        store.add(source, List.of(ImageReference.parse(name)), AddProgress.SILENT);
    }

    private void assertNothingIsLeft() throws IOException {
        for (String name : List.of("tmp", "l", "blobs/sha256")) {
            assertThat(disk.resolve("images").resolve(name)).isEmptyDirectory();
        }
        assertThat(store.list()).isEmpty();
    }

    @Test
    void whatCannotFitIsNotBegun() throws Exception {
        store = open(OptionalLong.empty(), OptionalLong.empty());
        FakeSource source = FakeSource.plain(tar(1, 30));
        assertThatThrownBy(() -> add(source, "big"))
                .hasMessageContaining("it needs at least 62.9 MB, and the disk of")
                .hasMessageContaining("free, of which 6.7 MB stay free")
                .hasMessageContaining("image prune");
        assertThat(source.opened).as("only its configuration was read").hasSize(1);
        assertNothingIsLeft();
        add(FakeSource.plain(tar(1, 10)), "small");
        assertThat(store.list()).hasSize(1);
    }

    @Test
    void whatGrowsOverTheReserveIsBrokenOff() throws Exception {
        store = open(OptionalLong.of(20 * MEGABYTE), OptionalLong.empty());
        FakeSource source = FakeSource.gzippedZeros(100);
        assertThatThrownBy(() -> add(source, "zeros")).hasMessageContaining("it has no room: the disk of");
        assertNothingIsLeft();
        assertThat(disk.toFile().getUsableSpace()).isGreaterThan(60L * MEGABYTE);
    }

    @Test
    void aDiskThatIsFullInTheMiddleLeavesNothingAndTheStoreWorks() throws Exception {
        store = open(OptionalLong.of(0), OptionalLong.empty());
        assertThatThrownBy(() -> add(FakeSource.gzippedZeros(100), "zeros")).hasMessageContaining("the disk is full");
        assertNothingIsLeft();
        add(FakeSource.gzipped(tar(2, 1)), "small");
        fill();
        assertThat(store.remove("small", Set.of()))
                .as("also on a disk that is full")
                .isNotEmpty();
        assertNothingIsLeft();
    }

    /** Somebody else takes all that is free. */
    private void fill() throws IOException {
        byte[] piece = new byte[4096];
        try (OutputStream out = Files.newOutputStream(disk.resolve("other"))) {
            while (disk.toFile().getUsableSpace() > 0) {
                out.write(piece);
            }
        }
    }

    @Test
    void imagesStayBelowTheirQuota() throws Exception {
        store = open(OptionalLong.of(0), OptionalLong.of(20 * MEGABYTE));
        add(FakeSource.plain(tar(1, 6)), "one");
        assertThatThrownBy(() -> add(FakeSource.plain(tar(2, 6)), "two"))
                .hasMessageContaining("it needs at least 12.6 MB, and images take 12.6 MB of the 21.0 MB");
        assertThatThrownBy(() -> add(FakeSource.gzippedZeros(10), "three"))
                .hasMessageContaining("that storage.json allows them");
        add(FakeSource.plain(tar(4, 3)), "four");
        store.remove("one", Set.of());
        add(FakeSource.plain(tar(2, 6)), "two");
        assertThat(store.list()).hasSize(2);
    }

    @Test
    void aWorkOnASmallDiskIsNotBegun() throws Exception {
        store = open(OptionalLong.of(1L << 30), OptionalLong.empty());
        assertThatThrownBy(() -> store.newWork())
                .hasMessageContaining("cannot begin the work on an image")
                .hasMessageContaining("1.1 GB stay free");
    }

    @Test
    void whatAnArchiveUnpacksToCountsAsItIsWritten() throws Exception {
        store = open(OptionalLong.empty(), OptionalLong.of(MEGABYTE));
        try (Room room = store.room();
                InputStream in = room.counting(InputStream.nullInputStream())) {
            assertThat(in.read()).isEqualTo(-1);
            assertThatThrownBy(() -> room.grow(10 * MEGABYTE))
                    .hasMessageContaining("images take 10.5 MB of the 1.0 MB");
        }
        store.room().close();
    }
}
