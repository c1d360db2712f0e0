package io.jcompose.runtime.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskTest {
    private static final byte[] NEW = "new".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path directory;

    private final List<String> seen = new ArrayList<>();

    private final Disk disk = new Disk(new DiskWitness() {
        @Override
        public void writing(Path file) {
            seen.add("writing " + file.getFileName());
        }

        @Override
        public void written(Path file) {
            seen.add("written " + file.getFileName());
        }
    });

    @Test
    void aFileIsReplacedThroughATemporaryOneAndIsPrivate() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "old and longer");
        disk.write(file, NEW);
        assertThat(file).hasContent("new");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(seen).containsExactly("writing file", "written file.new", "written file");
        assertThat(directory.toFile().list()).containsExactly("file");
    }

    @Test
    void aFileThatCannotBeReplacedStays() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "old");
        Files.createDirectory(directory.resolve("file.new"));
        assertThatThrownBy(() -> disk.replace(file, NEW)).isInstanceOf(FileSystemException.class);
        assertThat(file).hasContent("old");
        assertThat(seen).containsExactly("writing file");
    }

    @Test
    void aLinkInPlaceOfTheTemporaryFileIsNotFollowed() throws IOException {
        Path other = Files.writeString(directory.resolve("other"), "other");
        Files.createSymbolicLink(directory.resolve("file.new"), other);
        assertThatThrownBy(() -> disk.write(directory.resolve("file"), NEW)).isInstanceOf(IOException.class);
        assertThat(other).hasContent("other");
    }

    @Test
    void whatIsNotThereCanBeDeleted() throws IOException {
        disk.delete(directory.resolve("none"));
        disk.discard(directory.resolve("none"));
        disk.removeTree(directory.resolve("none"));
        assertThat(seen).hasSize(6).allMatch(line -> line.endsWith(" none"));
    }

    @Test
    void aDirectoryIsMovedWhole() throws IOException {
        Path from = Files.createDirectories(directory.resolve("a/from"));
        Files.writeString(from.resolve("file"), "new");
        disk.move(from, directory.resolve("to"));
        assertThat(directory.resolve("to/file")).hasContent("new");
        assertThat(seen).containsExactly("writing to", "written to");
    }
}
