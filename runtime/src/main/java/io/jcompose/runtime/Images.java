package io.jcompose.runtime;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** The images of one state directory. */
public interface Images {
    /**
     * The image of a reference ({@code name[:tag]}, tag {@code latest} by default, {@code name@sha256:...}, or an id).
     * The built-in ones ({@code jcompose/java}, {@code jcompose/shell}) are made from this host when they are missing.
     *
     * @param progress gets a line for each step of long work
     * @throws ContainerException.ImageNotFound that says what can be done
     */
    Image get(String reference, Consumer<String> progress) throws ContainerException;

    /** The image with this id. */
    Image byId(String id) throws ContainerException;

    /** All images, by first reference. */
    List<Image> list();

    /**
     * Makes an image out of files of this host: each path (a directory with all that is in it), the shared libraries
     * that its ELF files need, and what its symbolic links lead to. Set-user-id bits and device nodes are left out.
     */
    Image fromHost(String name, List<Path> paths, Consumer<String> progress) throws ContainerException;

    /**
     * Takes a reference away, and the image with its unshared layers when that was its last.
     *
     * @param inUse ids of images that containers use; those are refused
     * @return what was removed, a line each, as {@code Untagged: ...} and {@code Deleted: sha256:...}
     */
    List<String> remove(String reference, Set<String> inUse) throws ContainerException;
}
