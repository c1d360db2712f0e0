package io.jcompose.runtime.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.jcompose.runtime.ImageArchives;
import io.jcompose.runtime.archive.StoredArchives;
import io.jcompose.runtime.disk.Disk;
import io.jcompose.runtime.disk.DiskWitness;
import io.jcompose.runtime.image.ImageStore;
import io.jcompose.runtime.image.NewImage;
import io.jcompose.runtime.manifest.ImageReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** kill -9 in the middle of load and pull: what is there afterwards is whole, and nothing else is there. */
final class KilledStoreKernelTest {
    private static final int ROUNDS = 8;
    private static final int LAYERS = 3;

    private final Disk disk = new Disk(DiskWitness.NONE);
    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final Path machine;

    KilledStoreKernelTest() throws Exception {
        machine = Files.createTempDirectory("jcompose-killed");
    }

    @AfterEach
    void clear() throws Exception {
        disk.removeTree(machine);
    }

    private ImageStore filled(String name) throws Exception {
        ImageStore store = ImageStore.open(machine.resolve("source"), disk);
        List<Path> layers = new ArrayList<>();
        for (int i = 0; i < LAYERS; i++) {
            Path layer = store.newWork();
            for (int file = 0; file < 200; file++) {
                Files.write(layer.resolve("small" + i + "-" + file), new byte[file * 10]);
            }
            byte[] content = new byte[4 << 20];
            random.nextBytes(content);
            Files.write(layer.resolve("large" + i), content);
            layers.add(layer);
        }
        store.compose(
                new NewImage("{\"config\":{\"Cmd\":[\"sh\"]}}", List.of(), layers),
                List.of(ImageReference.parse(name)));
        return store;
    }

    private void kill(String work, String what, String name) throws Exception {
        Path root = Files.createDirectories(machine.resolve("other"));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        OtherStore.class.getName(),
                        root.toString(),
                        work,
                        what,
                        name)
                .redirectError(machine.resolve("errors").toFile())
                .start();
        try (var lines = process.inputReader()) {
            assertThat(lines.readLine()).isEqualTo("ready");
            assertThat(process.waitFor(50 + random.nextInt(700), TimeUnit.MILLISECONDS))
                    .as("it works on; seed %d; %s", seed, Files.readString(machine.resolve("errors")))
                    .isFalse();
        } finally {
            process.destroyForcibly();
            process.waitFor();
        }
        ImageStore store = ImageStore.open(root.resolve("images"), disk);
        assertThat(store.care().check(line -> {})).as("seed %d", seed).isEmpty();
        assertThat(root.resolve("images/tmp")).isEmptyDirectory();
        try (var left = Files.list(root.resolve("images/l"))) {
            assertThat(left.count()).isEqualTo(store.list().isEmpty() ? 0 : LAYERS);
        }
        if (!store.list().isEmpty()) {
            store.remove(name, Set.of());
        }
    }

    @Test
    void duringLoads() throws Exception {
        Path archive = machine.resolve("archive.tar");
        new StoredArchives(filled("test/load:1"), Clock.systemUTC())
                .save(List.of("test/load:1"), ImageArchives.Format.DOCKER, archive);
        for (int i = 0; i < ROUNDS; i++) {
            kill("load", archive.toString(), "test/load:1");
        }
    }

    @Test
    void duringPulls() throws Exception {
        try (FakeRegistry registry = new FakeRegistry();
                var content = filled("test/pull:1").content("test/pull:1")) {
            String name = registry.host() + "/app:1";
            for (var layer : content.manifest().layers()) {
                try (var in = content.open(layer)) {
                    registry.blobs.put(layer.digest().toString(), in.readAllBytes());
                }
            }
            registry.blobs.put(content.id().toString(), content.config());
            registry.manifest("1", new String(content.manifestBytes(), StandardCharsets.UTF_8));
            for (int i = 0; i < ROUNDS; i++) {
                kill("pull", name, name);
            }
        }
    }
}
