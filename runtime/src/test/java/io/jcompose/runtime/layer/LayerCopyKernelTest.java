package io.jcompose.runtime.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jcompose.runtime.disk.TreeRemoval;
import io.jcompose.runtime.linux.Fd;
import io.jcompose.runtime.linux.Flags;
import io.jcompose.runtime.linux.Kernel;
import io.jcompose.runtime.linux.RawFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Copies of layers are what overlayfs shows, and what is changed in them is what its upper directory would have. */
class LayerCopyKernelTest {
    private static final RawFiles FILES = RawFiles.live();

    private final Path scratch = Files.createTempDirectory("jcompose-copy");
    private final Path lower = Files.createDirectory(scratch.resolve("lower"));
    private final Path higher = Files.createDirectory(scratch.resolve("higher"));
    private final Path upper = Files.createDirectory(scratch.resolve("upper"));
    private final Path merged = Files.createDirectory(scratch.resolve("merged"));
    private final Path copy = scratch.resolve("copy");
    private final Path finished = scratch.resolve("finished");
    private final Path difference = Files.createDirectory(scratch.resolve("difference"));

    LayerCopyKernelTest() throws IOException {}

    @AfterEach
    void clear() throws IOException {
        TreeRemoval.remove(scratch);
    }

    private static String sh(Path directory, String script) throws Exception {
        Process process = new ProcessBuilder("sh", "-ec", script)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.strip();
    }

    private static String packed(Path directory) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        LayerTar.write(directory, out);
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    /** Names, kinds, owners, times, links, contents and attributes, the order of names apart. */
    private static String look(Path directory) throws Exception {
        return sh(directory, """
                find . -mindepth 1 -printf '%p %y %m %U:%G %s %T@ %l %n\\n' | sed 's/ d \\(.*\\) [0-9]* \\([0-9.]*\\)  [0-9]*$/ d \\1 \\2/' | sort
                find . -type f | sort | xargs -r sha256sum""") + attributes(directory);
    }

    private static String attributes(Path directory) throws IOException {
        StringBuilder text = new StringBuilder();
        try (var paths = Files.walk(directory)) {
            for (Path path : paths.skip(1).sorted().toList()) {
                try (Fd parent = FILES.root(path.resolveSibling(""))) {
                    FILES.attributes(parent, path.getFileName().toString()).forEach((name, value) -> {
                        if (name.startsWith("user.")) {
                            text.append('\n').append(directory.relativize(path)).append(name);
                            text.append(new String(value, StandardCharsets.UTF_8));
                        }
                    });
                }
            }
        }
        return text.toString();
    }

    private static void attribute(Path path, String name, String value) throws IOException {
        try (Fd parent = FILES.root(path.resolveSibling(""))) {
            FILES.setAttribute(parent, path.getFileName().toString(), name, value.getBytes(StandardCharsets.UTF_8));
        }
    }

    private void layers() throws Exception {
        sh(lower, """
                mkdir -p a/b gone opaque swap1 swap2; chmod 1777 a; echo one >a/b/one; echo two >a/two; ln a/two a/again
                chown 7:8 a/two; chmod 4755 a/two; ln -s ../nowhere a/link; mkfifo a/fifo; echo x >gone/x; echo y >gone/y
                echo hidden >opaque/hidden; echo below >changes; truncate -s 1M sparse; printf end >>sparse
                printf 111 >swap1/same; printf 222 >swap2/same
                touch -d @1000.5 swap1/same swap2/same swap1 swap2; touch -h -d @77 a/link; touch -d @88.123456789 a/b""");
        attribute(lower.resolve("a/b/one"), "user.note", "text");
        sh(higher, """
                mkdir -p a/new opaque; chmod 700 a; echo three >a/new/three; mknod gone c 0 0; echo now >changes
                echo seen >opaque/seen; touch -d @99 a""");
        attribute(higher.resolve("opaque"), Marks.OPAQUE, "y");
        sh(scratch, "chmod 755 upper lower higher");
    }

    private interface Work {
        void in(Path root) throws Exception;
    }

    /** What overlayfs makes of it. */
    private void overlay(Work work) throws Exception {
        Path own = Files.createDirectory(scratch.resolve("work"));
        Kernel kernel = Kernel.live();
        String options = "lowerdir=%s:%s,upperdir=%s,workdir=%s".formatted(higher, lower, upper, own);
        kernel.mount("overlay", merged, "overlay", 0, options);
        try {
            work.in(merged);
        } finally {
            kernel.unmount(merged, Flags.MNT_DETACH);
        }
    }

    private void copy() throws IOException {
        LayerCopy.write(List.of(higher, lower), copy, scratch.resolve("scrap"));
        Files.createFile(finished);
    }

    @Test
    void aCopyIsWhatOverlayfsShows() throws Exception {
        layers();
        copy();
        String[] shown = new String[1];
        overlay(root -> shown[0] = look(root));
        assertThat(look(copy))
                .isEqualTo(shown[0])
                .contains("./a/again", "user.notetext")
                .doesNotContain("gone", "hidden");
        assertThat(sh(copy, "stat -c %b sparse")).as("holes stay holes").isEqualTo("8");
        assertThat(scratch.resolve("scrap")).doesNotExist();
    }

    @Test
    void anUntouchedCopyDiffersInNothing() throws Exception {
        layers();
        copy();
        LayerDifference.write(copy, finished, List.of(higher, lower), difference, false);
        assertThat(difference).isEmptyDirectory();
    }

    private static final String CHANGES = """
            echo more >>changes; rm a/b/one; mkdir fresh; echo f >fresh/file; ln fresh/file fresh/other; chmod 600 a/new/three
            rm -r opaque; ln -s new opaque; mkdir back; rm -r a/new; mkdir a/new; chown 5:6 swap1/same
            touch -d @2000 a a/b a/new fresh fresh/file back changes; touch -h -d @2000 opaque""";

    private void sameAsUpper(boolean linking) throws Exception {
        layers();
        copy();
        overlay(root -> sh(root, CHANGES));
        sh(copy, CHANGES);
        String changed = look(copy);
        LayerDifference.write(copy, finished, List.of(higher, lower), difference, linking);
        // Overlayfs marks a directory that was made again as opaque, we whiteout what is gone in it; both mean the
        // same.
        Path one = scratch.resolve("of-overlay");
        Path other = scratch.resolve("of-copy");
        LayerCopy.write(List.of(upper, higher, lower), one, scratch.resolve("scrap"));
        LayerCopy.write(List.of(difference, higher, lower), other, scratch.resolve("scrap"));
        assertThat(look(other)).isEqualTo(look(one)).isEqualTo(changed);
        assertThat(sh(difference, "find . -type f | sort | tr '\\n' ' '"))
                .isEqualTo("./changes ./fresh/file ./fresh/other ./swap1/same");
    }

    @Test
    void whatWasChangedIsWhatOverlayfsWouldHaveWritten() throws Exception {
        sameAsUpper(false);
    }

    @Test
    void aTreeThatNobodyChangesAnyMoreGivesItsOwnFiles() throws Exception {
        sameAsUpper(true);
    }

    @Test
    void contentThatChangedIsSeenWhateverTheTimeOfTheFileSays() throws Exception {
        layers();
        copy();
        sh(copy, "printf 'non\\n' >changes; touch -r ../higher/changes changes; touch -r ../higher/a a");
        LayerDifference.write(copy, finished, List.of(higher, lower), difference, false);
        assertThat(sh(difference, "find . -mindepth 1; cat changes")).isEqualTo("./changes\nnon");
    }

    @Test
    void directoriesThatChangedPlacesAreLookedInto() throws Exception {
        layers();
        copy();
        sh(copy, "mv swap1 t; mv swap2 swap1; mv t swap2; touch -d @1000.5 swap1 swap2");
        LayerDifference.write(copy, finished, List.of(higher, lower), difference, false);
        assertThat(sh(difference, "cat swap1/same swap2/same")).isEqualTo("222111");
    }

    @Test
    void moreNamesThanMemoryHoldsAreRefused() throws Exception {
        Path large = Files.createDirectory(scratch.resolve("large"));
        Kernel.live().mount("tmpfs", large, "tmpfs", 0, "nr_inodes=300k");
        try {
            sh(large, "seq 200001 | xargs touch");
            assertThatThrownBy(() -> packed(large)).hasMessageContaining("a directory has more than 200000 names");
        } finally {
            Kernel.live().unmount(large, Flags.MNT_DETACH);
        }
    }

    @Test
    void belowALayerWhoseTopIsOpaqueNothingIsSeen() throws Exception {
        layers();
        attribute(higher, Marks.OPAQUE, "y");
        assertThat(LayerStack.visible(List.of(higher, lower))).containsExactly(higher);
        copy();
        assertThat(sh(copy, "ls | tr '\\n' ' '")).isEqualTo("a changes opaque");
        LayerDifference.write(copy, finished, List.of(higher, lower), difference, false);
        assertThat(packed(difference)).isEqualTo(packed(Files.createDirectory(scratch.resolve("empty"))));
    }
}
