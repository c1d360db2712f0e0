package io.jcompose.runtime.rootfs;

import io.jcompose.runtime.layer.LayerDifference;
import io.jcompose.runtime.store.ContainerFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a container has written, however its root file system is made.
 *
 * @param layers of its image, the topmost first
 */
public record Written(ContainerFiles files, List<Path> layers) {
    /** Directories in overlayfs' form that are what the container sees, the topmost first. */
    public List<Path> stack() {
        if (files.isCopied()) {
            return List.of(files.copy());
        }
        List<Path> all = new ArrayList<>();
        all.add(files.upper());
        all.addAll(layers);
        return all;
    }

    /**
     * A directory in overlayfs' form that has what is not as in the image.
     *
     * @param scratch a name that is free; a directory that the caller removes may stand there afterwards
     * @param ended whether the container never runs again: then its own files are handed out
     */
    public Path upper(Path scratch, boolean ended) throws IOException {
        if (!files.isCopied()) {
            return files.upper();
        }
        Files.createDirectory(scratch);
        Files.setAttribute(scratch, "unix:mode", 0755);
        LayerDifference.write(files.copy(), files.copied(), layers, scratch, ended);
        return scratch;
    }
}
