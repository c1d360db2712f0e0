package io.jcompose.runtime.layer;

import io.jcompose.runtime.linux.Fd;
import io.jcompose.runtime.linux.RawFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Layers over each other. */
public final class LayerStack {
    private LayerStack() {}

    /**
     * The layers of which something can be seen: none below one whose top directory is opaque, which overlayfs heeds in
     * all directories but that one.
     *
     * @param layers directories in overlayfs' form, the topmost first
     */
    public static List<Path> visible(List<Path> layers) throws IOException {
        RawFiles files = RawFiles.live();
        for (int i = 0; i < layers.size() - 1; i++) {
            Path layer = layers.get(i);
            try (Fd parent = files.root(layer.resolveSibling(""))) {
                if (isOpaque(files, parent, layer.getFileName().toString())) {
                    return layers.subList(0, i + 1);
                }
            }
        }
        return layers;
    }

    private static boolean isOpaque(RawFiles files, Fd parent, String name) throws IOException {
        byte[] opaque = files.attributes(parent, name).get(Marks.OPAQUE);
        return opaque != null && Arrays.equals(opaque, Marks.YES);
    }
}
