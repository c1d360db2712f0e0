package io.jcompose.runtime.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jcompose.runtime.disk.Disk;
import io.jcompose.runtime.disk.DiskWitness;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LocalVolumesTest {
    @TempDir
    private Path scratch;

    private RuntimeLayout layout;
    private LocalVolumes volumes;

    @BeforeEach
    void open() throws Exception {
        layout = new RuntimeLayout(scratch.resolve("root"), scratch.resolve("run"), "test");
        volumes = LocalVolumes.open(layout, new Disk(DiskWitness.NONE));
    }

    @Test
    void aVolumeKeepsItsFilesAndItsFirstLabels() throws Exception {
        Files.writeString(volumes.ensure("data.1", Map.of("a", "b")).resolve("file"), "kept");
        Path again = LocalVolumes.open(layout, new Disk(DiskWitness.NONE)).ensure("data.1", Map.of("other", "labels"));
        assertThat(again.resolve("file")).hasContent("kept");
        assertThat(volumes.list()).isEqualTo(Map.of("data.1", Map.of("a", "b")));
    }

    @Test
    void otherUsersOfTheHostCannotReachIntoVolumes() throws Exception {
        assertThat(Files.getPosixFilePermissions(layout.volumes()))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void aRemovedVolumeIsGoneWithAllThatIsInIt() throws Exception {
        Path data = volumes.ensure("v", Map.of());
        Files.createDirectories(data.resolve("a/b/c"));
        volumes.remove("v");
        volumes.remove("v");
        assertThat(volumes.list()).isEmpty();
        assertThat(layout.volumes()).isEmptyDirectory();
    }

    @Test
    void namesThatLeadOutAreRefused() {
        for (String name : new String[] {"", "..", ".", "../x", "a/b", "_x", "-x", "ä", "a\0b", "x".repeat(256)}) {
            assertThatThrownBy(() -> volumes.ensure(name, Map.of()))
                    .as(name)
                    .hasMessageContaining("cannot name a volume");
            assertThatThrownBy(() -> volumes.remove(name)).as(name).hasMessageContaining("cannot name a volume");
        }
    }

    @Test
    void whatWasNotFinishedIsTidiedAtTheNextStart() throws Exception {
        Files.createDirectories(layout.volumes().resolve("_half/_data"));
        LocalVolumes.open(layout, new Disk(DiskWitness.NONE));
        assertThat(layout.volumes()).isEmptyDirectory();
    }
}
