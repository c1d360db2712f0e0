package io.jcompose.orchestrator.client;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** The part of the daemon's API that is about files in running containers; errors as in {@link DaemonClient}. */
public final class TreeClient {
    private final Talk daemon;

    TreeClient(Talk daemon) {
        this.daemon = daemon;
    }

    /** Writes a tar stream that is made meanwhile. */
    @FunctionalInterface
    public interface Archive {
        void write(OutputStream out) throws IOException;
    }

    /**
     * Writes files into a running container; they belong to its user.
     *
     * @param container its id
     * @param directory absolute, and there
     * @throws IOException when the archive cannot be made
     */
    public void put(String container, String directory, Archive archive) throws DaemonException, IOException {
        daemon.upload(
                "/containers/" + Talk.encoded(container) + "/archive?copyUIDGID=true&path=" + Talk.encoded(directory),
                archive);
    }

    /** Deletes files, and directories with all in them; {@code paths} are absolute. */
    public void delete(String container, List<String> paths) throws DaemonException {
        daemon.object(
                "POST",
                "/containers/" + Talk.encoded(container) + "/delete",
                RequestBody.of(out -> RequestBody.texts(out, "paths", paths)));
    }
}
