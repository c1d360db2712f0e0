package io.jcompose.runtime;

/** Something mounted at an absolute path of the container. */
public sealed interface ContainerMount {
    String target();

    /**
     * A file or directory of the host.
     *
     * @param seed fill an empty source directory with what the image has at the target, owners and modes kept
     */
    record Bind(String source, String target, boolean readOnly, boolean seed) implements ContainerMount {}

    /** Memory of at most {@code size} bytes (0: half of the machine's), with {@code mode} bits. */
    record Tmpfs(String target, long size, int mode) implements ContainerMount {}
}
