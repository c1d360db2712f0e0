package io.jcompose.orchestrator.daemon;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** A directory that belongs to this daemon for its life: mode 0700 or as it is, and locked. */
final class StateLock implements AutoCloseable {
    private final Path file;
    private final FileChannel channel;

    private StateLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Makes the directory when it is missing, and locks it; IOException names who may have it. */
    static StateLock take(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x---")));
        }
        Path file = directory.resolve("lock");
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return new StateLock(file, channel);
            }
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw new IOException(taken(directory), e);
        }
        channel.close();
        throw new IOException(taken(directory));
    }

    /** Whether somebody has removed the directory meanwhile: another daemon may have a new one of its name. */
    boolean isLost() {
        return Files.notExists(file);
    }

    private static String taken(Path directory) {
        return "another jcompose daemon uses " + directory
                + ": stop it with `jcompose daemon stop`, or choose other directories with --root and --run-dir";
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
