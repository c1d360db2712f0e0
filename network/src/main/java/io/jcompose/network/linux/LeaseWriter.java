package io.jcompose.network.linux;

import java.io.IOException;
import java.util.function.Supplier;

/** Writes leases; the changes of callers that come while one is written are written together. */
final class LeaseWriter {
    private final LeaseFile file;
    private long written;

    LeaseWriter(LeaseFile file) {
        this.file = file;
    }

    /**
     * A picture of the leases.
     *
     * @param changes how many changes had been made by then
     */
    record Picture(long changes, Leases leases) {}

    /** Returns when the first {@code changes} changes are on disk. */
    synchronized void write(long changes, Supplier<Picture> latest) throws IOException {
        if (written >= changes) {
            return;
        }
        Picture picture = latest.get();
        file.write(picture.leases());
        written = picture.changes();
    }
}
