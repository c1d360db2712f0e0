package io.jcompose.runtime.image;

import io.jcompose.runtime.manifest.Digest;
import java.nio.file.Path;
import java.util.List;

/**
 * An image that is put together out of layers that are there and directories that become layers.
 *
 * @param config JSON of the configuration (OCI image specification, config.md) with all that it shall say, also its
 *     history; the store writes {@code rootfs} itself, and {@code os} and {@code architecture} where they are missing
 * @param below layers of the store by diff_id, the lowest first: all of the base image's
 * @param above directories that {@link ImageStore#newWork} made, in overlayfs' form, the lowest first; they become the
 *     store's
 */
public record NewImage(String config, List<Digest> below, List<Path> above) {
    public NewImage {
        below = List.copyOf(below);
        above = List.copyOf(above);
    }
}
