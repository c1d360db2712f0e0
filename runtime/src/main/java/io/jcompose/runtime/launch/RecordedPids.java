package io.jcompose.runtime.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * Who runs a container, as its keeper wrote it down before it let the command go ({@code record} of supervise.c).
 *
 * @param run names the start: nanoseconds since 1970
 */
record RecordedPids(int keeper, long keeperStart, int main, long mainStart, long run, String bootId) {
    /** Reads the file of one line: version, keeper, its start, main process, its start, run, boot id. */
    static Optional<RecordedPids> read(Path path) throws IOException {
        try {
            return Optional.of(parse(Files.readString(path)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            throw new IOException("cannot read " + path + ": " + e.getMessage(), e);
        }
    }

    static RecordedPids parse(String line) {
        String[] fields = line.strip().split(" ");
        if (fields.length != 7 || !fields[0].equals("1")) {
            throw new IllegalArgumentException("not a record of version 1: " + line.strip());
        }
        return new RecordedPids(
                Integer.parseInt(fields[1]),
                Long.parseLong(fields[2]),
                Integer.parseInt(fields[3]),
                Long.parseLong(fields[4]),
                Long.parseLong(fields[5]),
                fields[6]);
    }

    Instant startedAt() {
        return instant(run);
    }

    static Instant instant(long run) {
        return Instant.ofEpochSecond(run / 1_000_000_000, run % 1_000_000_000);
    }
}
