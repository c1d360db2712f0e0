package io.jcompose.runtime.archive;

import io.jcompose.runtime.ContainerException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Where a stream is written to: a file is replaced when all is there, what is no file is written to as it is. */
final class Destination {
    private static final int BUFFER = 1 << 18;

    private Destination() {}

    /** Writes all of a stream. */
    @FunctionalInterface
    interface Content {
        void to(OutputStream out) throws IOException, ContainerException;
    }

    static void write(Path to, Content content) throws IOException, ContainerException {
        if (Files.isDirectory(to)) {
            throw new IOException("it is a directory");
        }
        // Also links, as those of /proc to the open files of a process: replacing one would be of no use.
        if (Files.exists(to, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(to, LinkOption.NOFOLLOW_LINKS)) {
            try (OutputStream out = buffered(Pipes.writing(to))) {
                content.to(out);
            }
            return;
        }
        Path beside = to.resolveSibling("." + to.getFileName() + "." + UUID.randomUUID());
        boolean done = false;
        try {
            try (OutputStream out = buffered(Files.newOutputStream(beside, StandardOpenOption.CREATE_NEW))) {
                content.to(out);
            }
            Files.move(beside, to, StandardCopyOption.ATOMIC_MOVE);
            done = true;
        } finally {
            if (!done) {
                Files.deleteIfExists(beside);
            }
        }
    }

    private static OutputStream buffered(OutputStream out) {
        return new BufferedOutputStream(out, BUFFER);
    }
}
