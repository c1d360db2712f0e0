package io.jcompose.runtime;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Images that travel as files. Paths may be pipes. */
public interface ImageArchives {
    /** How an archive is laid out. */
    enum Format {
        /** What {@code docker load} reads; also an OCI image layout, so that all tools read it. */
        DOCKER,
        /** An OCI image layout and nothing else. */
        OCI
    }

    /**
     * Writes images with all their layers and names.
     *
     * @param references names or ids
     * @param to a file, which is replaced when all is written, or something else that can be written to
     */
    void save(List<String> references, Format format, Path to) throws ContainerException;

    /**
     * Adds all images of an archive, which may be compressed.
     *
     * @param progress gets a line for each step of long work
     * @return a line for each image, as {@code Loaded image: team/app:1}
     */
    List<String> load(Path from, Consumer<String> progress) throws ContainerException;

    /**
     * Makes an image of one layer out of a tar stream of files, which may be compressed.
     *
     * @param name of the new image; empty for none
     * @param changes as lines of a Dockerfile: CMD, ENTRYPOINT, ENV, EXPOSE, LABEL, STOPSIGNAL, USER, VOLUME, WORKDIR
     * @param message what its history says
     */
    Image importTree(Path from, String name, List<String> changes, String message) throws ContainerException;

    /**
     * Writes the files of a container as a tar stream.
     *
     * @param layers directories in overlayfs' form, the topmost first
     * @param to a file, which is replaced when all is written, or something else that can be written to
     */
    void export(List<Path> layers, Path to) throws ContainerException;
}
