package io.jcompose.runtime;

import java.nio.file.Path;
import java.util.List;

/**
 * An image in the store.
 *
 * @param id {@code sha256:} and the digest of its configuration
 * @param references names it has, as {@code jcompose/java:latest}
 * @param layers unpacked layer directories, the topmost first, as overlayfs takes them
 * @param config what its containers do by default
 * @param size bytes of its layers
 */
public record Image(String id, List<String> references, List<Path> layers, ImageConfig config, long size) {}
