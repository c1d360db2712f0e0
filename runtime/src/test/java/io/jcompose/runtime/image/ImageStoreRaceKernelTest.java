package io.jcompose.runtime.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.Image;
import io.jcompose.runtime.ImageCare;
import io.jcompose.runtime.disk.Disk;
import io.jcompose.runtime.disk.DiskWitness;
import io.jcompose.runtime.disk.TreeRemoval;
import io.jcompose.runtime.manifest.ImageReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Images come while others are removed and all are checked. */
final class ImageStoreRaceKernelTest {
    private static final int ROUNDS = 40;

    private static void removed(ImageStore store, String name) throws ContainerException {
        try {
            store.remove(name, Set.of());
        } catch (ContainerException.ImageNotFound e) {
            assertThat(e).hasMessageContaining(name);
        }
    }

    /** What was added is whole at that moment; what comes after it may take it away again. */
    private static Callable<Integer> adder(ImageStore store, FakeSource source, String name) {
        return () -> {
            for (int i = 0; i < ROUNDS; i++) {
                try {
                    Image image = store.add(source, List.of(ImageReference.parse(name)), AddProgress.SILENT);
                    assertThat(image.layers()).hasSize(2);
                } catch (ContainerException.ImageNotFound e) {
                    // Removed between its naming and now.
                    assertThat(e).hasMessageContaining("no image with id");
                }
                if (i % 3 == 0) {
                    removed(store, name);
                }
            }
            return ROUNDS;
        };
    }

    private static Callable<Integer> until(AtomicBoolean over, Callable<?> work) {
        return () -> {
            int done = 0;
            while (!over.get()) {
                work.call();
                done++;
            }
            return done;
        };
    }

    @Test
    void pullsOfTheSameImageBesidePrunesRemovalsAndChecksLeaveTheStoreWhole() throws Exception {
        Path root = Files.createTempDirectory("jcompose-race");
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            ImageStore store = ImageStore.open(root.resolve("images"), new Disk(DiskWitness.NONE));
            byte[] shared = new Tars()
                    .folder("d/")
                    .file("d/shared", "s".repeat(200_000))
                    .bytes();
            FakeSource one = FakeSource.gzipped(
                    shared, new Tars().file("one", "1".repeat(50_000)).bytes());
            FakeSource two = FakeSource.gzipped(
                    shared, new Tars().file("two", "2".repeat(50_000)).bytes());
            AtomicBoolean over = new AtomicBoolean();
            List<Future<Integer>> adding = new ArrayList<>();
            adding.add(threads.submit(adder(store, one, "one:a")));
            adding.add(threads.submit(adder(store, one, "one:b")));
            adding.add(threads.submit(adder(store, two, "two:a")));
            List<Future<Integer>> others = new ArrayList<>();
            var all = new ImageCare.Choice(true, null, Map.of());
            others.add(threads.submit(until(over, () -> store.care().prune(all, Set.of()))));
            others.add(threads.submit(until(over, () -> {
                assertThat(store.care().check(line -> {})).isEmpty();
                return null;
            })));
            for (Future<Integer> each : adding) {
                assertThat(each.get(120, TimeUnit.SECONDS)).isEqualTo(ROUNDS);
            }
            over.set(true);
            for (Future<Integer> each : others) {
                assertThat(each.get(120, TimeUnit.SECONDS)).isPositive();
            }
            store.add(one, List.of(ImageReference.parse("one:a")), AddProgress.SILENT);
            assertThat(store.care().check(line -> {})).isEmpty();
            store.care().prune(all, Set.of());
            for (String name : List.of("tmp", "l", "blobs/sha256")) {
                assertThat(root.resolve("images").resolve(name)).isEmptyDirectory();
            }
        } finally {
            threads.shutdownNow();
            assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
            TreeRemoval.remove(root);
        }
    }
}
