package io.jcompose.runtime.build;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.disk.Disk;
import io.jcompose.runtime.launch.LayerView;
import io.jcompose.runtime.launch.LocalContainers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/** Root file systems of stages, to read and to write. */
final class Views {
    private final LocalContainers containers;
    private final BuildLayout layout;
    private final Disk disk;

    Views(LocalContainers containers, BuildLayout layout, Disk disk) {
        this.containers = containers;
        this.layout = layout;
        this.disk = disk;
    }

    /** What is written to it is lost. */
    void reading(StageState state, LayerView.Work work) throws IOException, ContainerException {
        Path scratch = scratch();
        try {
            Path upper = Files.createDirectory(scratch.resolve("upper"));
            view(state.stack(layout.empty()), upper, scratch, false, work);
        } finally {
            disk.removeTree(scratch);
        }
    }

    /** What is written stands in {@code upper}, a directory of the image store. */
    void writing(List<Path> layers, Path upper, LayerView.Work work) throws IOException, ContainerException {
        Path scratch = scratch();
        try {
            view(layers, upper, scratch, true, work);
        } finally {
            disk.removeTree(scratch);
        }
    }

    private void view(List<Path> layers, Path upper, Path scratch, boolean kept, LayerView.Work work)
            throws IOException, ContainerException {
        Files.setAttribute(upper, "unix:mode", 0755);
        Path own = Files.createDirectory(scratch.resolve("work"));
        Path mountPoint = Files.createDirectory(scratch.resolve("root"));
        containers.view(new LayerView(layers, upper, own, mountPoint, kept), work);
    }

    /** A directory for work in progress; the caller removes it. */
    Path scratch() throws IOException {
        return Files.createDirectories(
                layout.temporary().resolve(UUID.randomUUID().toString()));
    }

    void remove(Path scratch) throws IOException {
        disk.removeTree(scratch);
    }
}
