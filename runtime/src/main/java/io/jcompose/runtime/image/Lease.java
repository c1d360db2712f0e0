package io.jcompose.runtime.image;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** Paths of the store that nobody sweeps away, although the index does not name them, until the lease is closed. */
final class Lease implements AutoCloseable {
    private final Leases leases;
    private final Set<Path> paths = new HashSet<>();

    Lease(Leases leases) {
        this.leases = leases;
    }

    /** Before it is looked whether there is something. */
    Path pin(Path path) {
        leases.pin(path, paths);
        return path;
    }

    void release(Path path) {
        leases.release(path, paths);
    }

    @Override
    public void close() {
        leases.releaseAll(paths);
    }
}
