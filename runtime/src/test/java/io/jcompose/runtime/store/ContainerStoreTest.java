package io.jcompose.runtime.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jcompose.runtime.ContainerLimits;
import io.jcompose.runtime.ContainerMount;
import io.jcompose.runtime.ContainerSpec;
import io.jcompose.runtime.LogLimits;
import io.jcompose.runtime.disk.Disk;
import io.jcompose.runtime.disk.DiskWitness;
import io.jcompose.runtime.disk.TreeRemoval;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ContainerStoreTest {
    @TempDir
    private Path scratch;

    private static final ContainerSpec SPEC = new ContainerSpec(
            "0123456789abcdef0123456789abcdef",
            "sha256:image",
            List.of("run", "with \"quotes\"", ""),
            List.of("A=1", "EMPTY="),
            "/work",
            "user:group",
            "host",
            List.of(new ContainerMount.Bind("/from", "/to", true, true), new ContainerMount.Tmpfs("/tmp", 5, 01777)),
            new ContainerLimits(1, 2, 3),
            true,
            false,
            true,
            new LogLimits(100, 7),
            Map.of("label", "value\n"));

    @Test
    void anIntentIsReadAsItWasWritten() throws Exception {
        new ContainerStore(scratch, new Disk(DiskWitness.NONE)).create(SPEC);
        assertThat(new ContainerStore(scratch, new Disk(DiskWitness.NONE)).load())
                .isEqualTo(Map.of(SPEC.id(), SPEC));
    }

    @Test
    void anUnfinishedCreateIsNoContainerAndAnUnfinishedRemovalIsFinished() throws Exception {
        Files.createDirectories(scratch.resolve("half").resolve("upper"));
        Files.createDirectories(scratch.resolve(SPEC.id() + ".removing").resolve("upper/deep"));
        ContainerStore store = new ContainerStore(scratch, new Disk(DiskWitness.NONE));
        assertThat(store.load()).isEmpty();
        assertThat(scratch).isEmptyDirectory();
    }

    @Test
    void whatCannotBeStoredLeavesNothingAlsoOfAThreadThatIsInterrupted() throws Exception {
        ContainerStore store = new ContainerStore(scratch, new Disk(DiskWitness.NONE));
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> store.create(SPEC)).isInstanceOf(ClosedByInterruptException.class);
        assertThat(Thread.interrupted()).as("it is still interrupted").isTrue();
        assertThat(scratch).isEmptyDirectory();
        store.create(SPEC);
        assertThat(store.load()).containsOnlyKeys(SPEC.id());
    }

    @Test
    void anIntentOfANewerVersionIsRefusedByName() throws Exception {
        ContainerStore store = new ContainerStore(scratch, new Disk(DiskWitness.NONE));
        store.create(SPEC);
        Files.writeString(store.files(SPEC.id()).spec(), "{\"version\": 2}");
        assertThatThrownBy(store::load)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("spec.json: version 2 of a container is not known");
    }

    @Test
    void removalIsIdempotentAndFollowsNoLink() throws Exception {
        ContainerStore store = new ContainerStore(scratch.resolve("containers"), new Disk(DiskWitness.NONE));
        Path outside = Files.createDirectories(scratch.resolve("outside/keep"));
        store.create(SPEC);
        Files.createSymbolicLink(store.files(SPEC.id()).upper().resolve("link"), outside.getParent());
        Files.createDirectories(store.files(SPEC.id()).upper().resolve(".jcompose-removed-1/x/y"));
        store.remove(SPEC.id());
        store.remove(SPEC.id());
        assertThat(scratch.resolve("containers")).isEmptyDirectory();
        assertThat(outside).exists();
    }

    @Test
    void aTreeThatIsDeeperThanAPathCanBeIsRemoved() throws Exception {
        Path tree = Files.createDirectory(scratch.resolve("tree"));
        String name = "d".repeat(200);
        // Built from the inside out: each round puts what is there into one more directory.
        for (int depth = 0; depth < 60; depth++) {
            Path outer = Files.createDirectory(scratch.resolve("outer"));
            try (var from = Files.newDirectoryStream(scratch);
                    var to = Files.newDirectoryStream(outer)) {
                ((SecureDirectoryStream<Path>) from)
                        .move(Path.of("tree"), (SecureDirectoryStream<Path>) to, Path.of(name));
            }
            Files.move(outer, tree);
        }
        TreeRemoval.remove(tree);
        assertThat(tree).doesNotExist();
    }
}
