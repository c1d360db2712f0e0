package io.jcompose.runtime.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.jcompose.runtime.disk.Disk;
import io.jcompose.runtime.disk.DiskWitness;
import io.jcompose.runtime.disk.TreeRemoval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TrashTest {
    @TempDir
    private Path base;

    private Path directory;

    @BeforeEach
    void aDirectory() throws IOException {
        directory = Files.createDirectory(base.resolve("trash"));
    }

    private Trash open() throws IOException {
        return Trash.open(directory, new Disk(DiskWitness.NONE));
    }

    private static Path tree(Path place, int files) throws IOException {
        for (int i = 0; i < files; i++) {
            Path folder = Files.createDirectories(place.resolve("d" + i / 50 + "/deep"));
            Files.writeString(folder.resolve("f" + i), "x");
        }
        return place;
    }

    /** Until nothing is left that it knows of. */
    private static void settle(Trash trash) {
        boolean more = true;
        while (more) {
            more = trash.await();
        }
    }

    @Test
    void aSmallTreeIsGoneAtOnce() throws IOException {
        Path tree = tree(base.resolve("tree"), 20);
        open().take(tree);
        assertThat(tree).doesNotExist();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aLargeOneLosesItsNameAtOnceAndItsFilesSoon() throws IOException {
        Trash trash = open();
        Path tree = tree(base.resolve("tree"), 2_000);
        trash.take(tree);
        assertThat(tree).doesNotExist();
        settle(trash);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void whatACrashLeftIsTakenUpAgain() throws IOException {
        tree(directory.resolve("half"), 2_000);
        tree(directory.resolve("small"), 5);
        settle(open());
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void nothingToTakeIsNoFailure() throws IOException {
        Trash trash = open();
        trash.take(base.resolve("missing"));
        trash.take(Files.writeString(base.resolve("file"), "x"));
        assertThat(base.resolve("file")).doesNotExist();
        assertThat(trash.await()).isFalse();
    }

    @Test
    void aRemovalThatIsBoundedSaysWhetherAllIsGone() throws IOException {
        Path tree = tree(base.resolve("tree"), 300);
        assertThat(TreeRemoval.remove(tree, 100)).isFalse();
        assertThat(tree).exists();
        assertThat(TreeRemoval.remove(tree, 1_000)).isTrue();
        assertThat(tree).doesNotExist();
    }

    @Test
    void twoMayRemoveTheSameTree() throws Exception {
        Path tree = tree(base.resolve("tree"), 3_000);
        IOException[] failure = new IOException[1];
        Thread other = new Thread(() -> {
            try {
                TreeRemoval.remove(tree);
            } catch (IOException e) {
                failure[0] = e;
            }
        });
        other.start();
        TreeRemoval.remove(tree);
        other.join();
        assertThat(failure[0]).isNull();
        assertThat(tree).doesNotExist();
    }
}
