package io.jcompose.spec;

import org.jspecify.annotations.Nullable;

/** Something that appears in the container's file tree at {@code target}, an absolute and clean path. */
public sealed interface Mount {
    String target();

    /** A path of the host. {@code source} is absolute; with {@code createHostPath} a missing one is made a directory. */
    record Bind(String source, String target, boolean readOnly, boolean createHostPath) implements Mount {}

    /**
     * A volume: {@code volume} is its key among the top-level ones, or null for an anonymous one that belongs
     * to the container. An empty volume is filled with what the image has at the target unless {@code nocopy}.
     */
    record NamedVolume(@Nullable String volume, String target, boolean readOnly, boolean nocopy) implements Mount {}

    /** Memory. {@code size} in bytes, 0 for no limit of its own; {@code mode} as in chmod, 01777 by default. */
    record Tmpfs(String target, long size, int mode) implements Mount {}
}
