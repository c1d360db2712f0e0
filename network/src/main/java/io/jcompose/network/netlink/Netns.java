package io.jcompose.network.netlink;

import io.jcompose.runtime.linux.Kernel;
import io.jcompose.runtime.linux.NetworkNamespace;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A network namespace to work in.
 *
 * @param path path that names it, or null for the process's own
 */
public record Netns(Kernel kernel, @Nullable Path path) {
    /** Runs the work in the namespace. Sockets that it opens stay in the namespace, whoever uses them later. */
    public <T> T call(NetworkNamespace.Work<T> work) throws IOException {
        return path == null ? work.run() : NetworkNamespace.call(kernel, path, work);
    }
}
