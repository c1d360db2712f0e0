package io.jcompose.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * The files of a running container as its processes see them, with its volumes and other mounts. Its links mean inside
 * what they mean to it, and lead nowhere else. For one thread; it sees the container that it was opened for, also when
 * that ends meanwhile.
 */
public interface ContainerTree extends AutoCloseable {
    /**
     * Writes the directories, files and links of a tar stream. A reader sees the old file or the whole new one: a file
     * gets its name last. What a single file is mounted on is written in place.
     *
     * @param directory absolute, and there; directories below it are made
     * @param tar not compressed; read to its end, not closed
     * @param owner whom everything belongs to that is made
     * @throws ContainerException when the stream is refused, or something cannot be written; what was written stays
     * @throws IOException when the stream cannot be read
     */
    void unpack(String directory, InputStream tar, Owner owner) throws ContainerException, IOException;

    /**
     * Deletes files, and directories with all that is in them. What is not there needs no deletion; what is mounted
     * below stays.
     *
     * @param paths absolute
     */
    void delete(List<String> paths) throws ContainerException;

    @Override
    void close();

    /** Whom new files belong to. */
    enum Owner {
        /** User and group of the container's own command. */
        CONTAINER,
        /** As the stream says. */
        STREAM
    }
}
