package io.jcompose.runtime.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Changes of files of which each is there whole or not at all. Those that are synced (fsync(2) of the file and of its
 * directory, around rename(2)) outlive a power cut; the others outlive this process.
 */
public final class Disk {
    private static final String TEMPORARY = ".new";
    private static final Set<OpenOption> ANEW = Set.of(
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS);
    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final DiskWitness witness;

    public Disk(DiskWitness witness) {
        this.witness = witness;
    }

    /** Makes or replaces a file, mode 0600; synced. A crash may leave {@code <file>.new} beside it. */
    public void write(Path file, byte[] content) throws IOException {
        write(file, content, beside(file));
    }

    /**
     * Makes or replaces a file, mode 0600; synced.
     *
     * @param temporary a name in the same file system that nobody else uses
     */
    public void write(Path file, byte[] content, Path temporary) throws IOException {
        put(file, content, temporary, true);
        sync(parent(file));
        witness.written(file);
    }

    /** Makes or replaces a file, mode 0600, without syncing. A crash may leave {@code <file>.new} beside it. */
    public void replace(Path file, byte[] content) throws IOException {
        put(file, content, beside(file), false);
        witness.written(file);
    }

    private void put(Path file, byte[] content, Path temporary, boolean synced) throws IOException {
        witness.writing(file);
        try (FileChannel channel = FileChannel.open(temporary, ANEW, PRIVATE)) {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            if (synced) {
                channel.force(true);
            }
        }
        witness.written(temporary);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Gives a file or a whole directory another name in the same file system; synced. */
    public void move(Path from, Path to) throws IOException {
        witness.writing(to);
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        sync(parent(to));
        if (!parent(from).equals(parent(to))) {
            sync(parent(from));
        }
        witness.written(to);
    }

    /** Deletes a file, if it is there; synced. */
    public void delete(Path file) throws IOException {
        witness.writing(file);
        Files.deleteIfExists(file);
        sync(parent(file));
        witness.written(file);
    }

    /** Deletes a file, if it is there, without syncing. */
    public void discard(Path file) throws IOException {
        witness.writing(file);
        Files.deleteIfExists(file);
        witness.written(file);
    }

    /** Removes a tree, if it is there; links in it are not followed. A crash may leave a part of it. */
    public void removeTree(Path tree) throws IOException {
        witness.writing(tree);
        TreeRemoval.remove(tree);
        witness.written(tree);
    }

    /**
     * The same, and at most so many of its files and directories.
     *
     * @return whether all of it is gone
     */
    public boolean removeTree(Path tree, int most) throws IOException {
        witness.writing(tree);
        boolean all = TreeRemoval.remove(tree, most);
        witness.written(tree);
        return all;
    }

    /** Makes all files and directories of a tree durable. */
    public void syncTree(Path tree) throws IOException {
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                if (!Files.isSymbolicLink(path)) {
                    sync(path);
                }
            }
        }
    }

    /** Makes a file's content, or a directory's names, durable: fsync(2). */
    public void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static Path beside(Path file) {
        return file.resolveSibling(file.getFileName() + TEMPORARY);
    }

    private static Path parent(Path file) {
        return file.resolveSibling("");
    }
}
