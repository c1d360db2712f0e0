package io.jcompose.runtime.archive;

import io.jcompose.runtime.image.Room;
import io.jcompose.runtime.layer.Compression;
import io.jcompose.runtime.layer.MalformedLayer;
import io.jcompose.runtime.layer.UnpackLimits;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes a file that can be read from anywhere in it out of one that cannot: a pipe, or something compressed. */
final class Spool {
    private Spool() {}

    /** @param spare made only when it is needed */
    static Path plainFile(Path from, Path spare, Room room) throws IOException {
        if (Files.isDirectory(from)) {
            throw new IOException("it is a directory");
        }
        try {
            return Files.isRegularFile(from) && isPlain(from) ? from : unpacked(from, spare, room);
        } catch (MalformedLayer e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static Path unpacked(Path from, Path spare, Room room) throws IOException {
        try (InputStream in = Pipes.reading(from);
                OutputStream out = Files.newOutputStream(spare)) {
            Compression.decompress(in, room.counting(out), UnpackLimits.USUAL);
        }
        return spare;
    }

    private static boolean isPlain(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] start = in.readNBytes(Compression.LONGEST_START);
            Compression.check(start);
            return Compression.of(start) == Compression.NONE;
        }
    }
}
