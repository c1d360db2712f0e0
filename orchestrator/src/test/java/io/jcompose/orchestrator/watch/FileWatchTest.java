package io.jcompose.orchestrator.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the kernel tells of files, as a person would tell it. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class FileWatchTest {
    @TempDir
    Path temporary;

    private Path base = Path.of("");
    private Path src = Path.of("");

    @BeforeEach
    void aProject() throws IOException {
        base = temporary.toRealPath();
        src = Files.createDirectories(base.resolve("src"));
        Files.createDirectories(src.resolve("d/e"));
        Files.writeString(src.resolve("a"), "1");
        Files.writeString(src.resolve("d/e/f"), "1");
    }

    private static FileWatch watch(Predicate<Path> counts, Predicate<Path> excludes, Path... paths) throws IOException {
        return FileWatch.open(List.of(paths), new FileWatch.Interest() {
            @Override
            public boolean counts(Path path) {
                return counts.test(path);
            }

            @Override
            public boolean excludes(Path folder) {
                return excludes.test(folder);
            }
        });
    }

    private FileWatch watch() throws IOException {
        return watch(path -> true, path -> false, src);
    }

    private List<String> told(SortedMap<Path, Change> changes) {
        List<String> lines = new ArrayList<>();
        changes.forEach((path, change) -> lines.add(change + " " + base.relativize(path)));
        return lines;
    }

    /** Bursts until a path is among them: slow machines cut one into several. */
    private List<String> until(FileWatch watch, Path last) throws Exception {
        SortedMap<Path, Change> all = new TreeMap<>();
        while (!all.containsKey(last)) {
            watch.await().forEach((path, change) -> all.merge(path, change, (first, then) -> then));
        }
        return told(all);
    }

    private Path end() throws IOException {
        return Files.writeString(src.resolve("zzz"), "end");
    }

    @Test
    void writtenNewAndDeletedFilesAreTold() throws Exception {
        try (FileWatch watch = watch()) {
            Files.writeString(src.resolve("a"), "2");
            Files.writeString(src.resolve("b"), "1");
            Files.delete(src.resolve("d/e/f"));
            assertThat(until(watch, end()))
                    .containsExactly("THERE src/a", "THERE src/b", "GONE src/d/e/f", "THERE src/zzz");
        }
    }

    @Test
    void anEditorThatSavesByRenameHasWrittenOneFile() throws Exception {
        try (FileWatch watch = watch()) {
            Files.writeString(src.resolve("4913"), "");
            Files.delete(src.resolve("4913"));
            Files.move(src.resolve("a"), src.resolve("a~"));
            Files.writeString(src.resolve(".a.tmp"), "2");
            Files.move(src.resolve(".a.tmp"), src.resolve("a"), StandardCopyOption.ATOMIC_MOVE);
            Files.delete(src.resolve("a~"));
            assertThat(until(watch, end())).containsExactly("THERE src/a", "THERE src/zzz");
        }
    }

    @Test
    void directoriesThatComeAreSeenWithAllInThemAndWatchedFromThen() throws Exception {
        Path made = Files.createDirectories(base.resolve("else/x/y"));
        Files.writeString(made.resolve("f"), "1");
        try (FileWatch watch = watch()) {
            Files.move(base.resolve("else/x"), src.resolve("x"));
            assertThat(until(watch, end()))
                    .containsExactly("THERE src/x", "THERE src/x/y", "THERE src/x/y/f", "THERE src/zzz");
            Files.writeString(src.resolve("x/y/g"), "1");
            assertThat(told(watch.await())).containsExactly("THERE src/x/y/g");
        }
    }

    @Test
    void directoriesThatGoAreToldWithAllThatWasInThem() throws Exception {
        try (FileWatch watch = watch()) {
            Files.move(src.resolve("d"), base.resolve("elsewhere"));
            assertThat(until(watch, end()))
                    .containsExactly("GONE src/d", "GONE src/d/e", "GONE src/d/e/f", "THERE src/zzz");
            Files.writeString(base.resolve("elsewhere/e/f"), "2");
            Files.writeString(src.resolve("a"), "3");
            assertThat(told(watch.await())).containsExactly("THERE src/a");
        }
    }

    @Test
    void aDirectoryThatMovesIsWatchedUnderItsNewName() throws Exception {
        try (FileWatch watch = watch()) {
            Files.move(src.resolve("d"), src.resolve("n"));
            assertThat(until(watch, end())).contains("GONE src/d/e/f", "THERE src/n/e/f");
            Files.writeString(src.resolve("n/e/f"), "2");
            assertThat(told(watch.await())).containsExactly("THERE src/n/e/f");
        }
    }

    @Test
    void somethingOfAnotherKindReplacesWhatWasThere() throws Exception {
        try (FileWatch watch = watch()) {
            Files.move(src.resolve("d"), base.resolve("d"));
            Files.writeString(src.resolve("d"), "a file now");
            Files.delete(src.resolve("a"));
            Files.createDirectory(src.resolve("a"));
            assertThat(until(watch, end()))
                    .containsExactly(
                            "REPLACED src/a", "REPLACED src/d", "GONE src/d/e", "GONE src/d/e/f", "THERE src/zzz");
        }
    }

    @Test
    void linksAreNotFollowed() throws Exception {
        Path outside = Files.createDirectories(base.resolve("outside"));
        try (FileWatch watch = watch()) {
            Files.createSymbolicLink(src.resolve("link"), outside);
            assertThat(until(watch, src.resolve("link"))).containsExactly("THERE src/link");
            Files.writeString(outside.resolve("secret"), "1");
            assertThat(until(watch, end())).containsExactly("THERE src/zzz");
        }
    }

    @Test
    void aSingleFileIsWatchedThroughReplacementsAndItsNeighboursAreNot() throws Exception {
        Path file = src.resolve("a");
        try (FileWatch watch = watch(path -> true, path -> false, file)) {
            Files.writeString(src.resolve("b"), "1");
            Files.writeString(src.resolve("new"), "2");
            Files.move(src.resolve("new"), file, StandardCopyOption.ATOMIC_MOVE);
            assertThat(told(watch.await())).containsExactly("THERE src/a");
            Files.writeString(file, "3");
            assertThat(told(watch.await())).containsExactly("THERE src/a");
        }
    }

    @Test
    void aWatchedDirectoryMayGoAndComeBack() throws Exception {
        try (FileWatch watch = watch()) {
            Files.move(src, base.resolve("away"));
            assertThat(until(watch, src)).contains("GONE src", "GONE src/a");
            Files.move(base.resolve("away"), src);
            assertThat(until(watch, src.resolve("d/e/f"))).contains("THERE src", "THERE src/a", "THERE src/d/e/f");
            Files.writeString(src.resolve("d/e/f"), "2");
            assertThat(told(watch.await())).containsExactly("THERE src/d/e/f");
        }
    }

    @Test
    void whatDoesNotCountIsNoChangeAndExcludedDirectoriesAreNotLookedInto() throws Exception {
        Files.createDirectories(src.resolve("node_modules/x"));
        Predicate<Path> excluded = path -> path.endsWith("node_modules");
        try (FileWatch watch = watch(path -> !path.toString().endsWith(".log"), excluded, src)) {
            assertThat(watch.all().keySet()).doesNotContain(src.resolve("node_modules/x"));
            Files.writeString(src.resolve("x.log"), "1");
            Files.writeString(src.resolve("node_modules/x/f"), "1");
            assertThat(until(watch, end())).containsExactly("THERE src/zzz");
        }
    }

    /** The JDK keeps 512 events of a directory; nobody takes them here until all is done. */
    @Test
    void lostEventsAreFoundByLookingAgain() throws Exception {
        for (int i = 0; i < 300; i++) {
            Files.writeString(src.resolve("old" + i), "1");
        }
        try (FileWatch watch = watch()) {
            for (int i = 0; i < 1500; i++) {
                Files.createDirectories(src.resolve("new" + i + "/sub"));
            }
            for (int i = 0; i < 300; i++) {
                Files.delete(src.resolve("old" + i));
            }
            Path last = Files.writeString(src.resolve("new1499/sub/last"), "1");
            List<String> told = until(watch, last);
            assertThat(told.stream().filter(line -> line.startsWith("THERE src/new") && line.endsWith("/sub")))
                    .hasSize(1500);
            assertThat(told.stream().filter(line -> line.startsWith("GONE src/old")))
                    .hasSize(300);
        }
    }
}
