package io.jcompose.orchestrator.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * A file as it was seen.
 *
 * @param identity of the inode
 * @param modified nanoseconds since 1970
 */
record Stamp(boolean folder, String identity, long size, long modified) {
    /** Links are not followed; empty when there is nothing. */
    static Optional<Stamp> of(Path path) throws IOException {
        try {
            BasicFileAttributes seen = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return Optional.of(new Stamp(
                    seen.isDirectory(),
                    String.valueOf(seen.fileKey()),
                    seen.isDirectory() ? 0 : seen.size(),
                    seen.isDirectory() ? 0 : seen.lastModifiedTime().to(java.util.concurrent.TimeUnit.NANOSECONDS)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (java.nio.file.FileSystemException e) {
            if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                throw e;
            }
            return Optional.empty();
        }
    }
}
