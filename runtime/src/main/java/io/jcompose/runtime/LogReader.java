package io.jcompose.runtime;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Reads a log line by line, from its place on; one reader belongs to one thread. */
public interface LogReader extends AutoCloseable {
    /** The next line, or empty when there is none for now. */
    Optional<Line> next() throws IOException;

    /** Waits until there may be more, at most {@code timeout}; woken by inotify(7). */
    void await(Duration timeout) throws IOException;

    /** Ends an {@link #await}, or the next one; a line without end is given out then. Any thread may call only this. */
    void wake();

    @Override
    void close();

    /**
     * One line without its line feed.
     *
     * @param partial whether the line has no end yet (the output ended, or it is longer than 64 KiB)
     */
    @SuppressWarnings("ArrayRecordComponent") // the bytes are the container's own, whatever they mean
    record Line(Instant time, boolean error, boolean partial, byte[] text) {}
}
