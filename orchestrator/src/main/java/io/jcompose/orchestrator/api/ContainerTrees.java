package io.jcompose.orchestrator.api;

import io.jcompose.orchestrator.reconcile.Refused;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** What the API does with the files of running containers. Containers are named by their ids, paths are absolute. */
public interface ContainerTrees {
    /**
     * Writes a tar stream into a directory that is there.
     *
     * @param asUser whether the container's user owns what is written, else those whom the stream says
     * @throws IOException when the stream breaks off
     */
    void put(String container, String directory, boolean asUser, InputStream tar) throws Refused, IOException;

    void delete(String container, List<String> paths) throws Refused;
}
