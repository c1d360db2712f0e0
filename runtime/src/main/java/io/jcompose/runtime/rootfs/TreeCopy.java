package io.jcompose.runtime.rootfs;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Iterator;
import java.util.Map;

/**
 * Copies a tree that nobody changes meanwhile: directories, files and links with owners, modes and times. Links are
 * copied, never followed; devices, sockets and FIFOs are left out.
 */
public final class TreeCopy {
    /** In a directory whose filling was begun: when it is found there, the daemon was killed, and it is begun again. */
    private static final String BEGUN = ".jcompose-seeding";

    private TreeCopy() {}

    /** Whether the directory is empty, or its filling was not finished. */
    public static boolean isWanted(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return false;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            Iterator<Path> iterator = entries.iterator();
            return !iterator.hasNext() || Files.exists(directory.resolve(BEGUN));
        }
    }

    /** Fills the directory {@code target} with what is in {@code source}, and gives it its owner and mode. */
    public static void fill(Path source, Path target) throws IOException {
        Path begun = target.resolve(BEGUN);
        Files.deleteIfExists(begun);
        Files.createFile(begun);
        // A path in /proc/self/fd is a link: the dot behind it makes it the directory.
        Path top = source.resolve(".");
        Files.walkFileTree(top, new Copy(top, target));
        Files.delete(begun);
    }

    private static final class Copy extends SimpleFileVisitor<Path> {
        private final Path source;
        private final Path target;

        Copy(Path source, Path target) {
            this.source = source;
            this.target = target;
        }

        private Path counterpart(Path path) {
            return target.resolve(source.relativize(path).toString());
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) throws IOException {
            Path copy = counterpart(directory);
            if (!Files.isDirectory(copy, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectory(copy);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            if (attributes.isOther()) {
                return FileVisitResult.CONTINUE;
            }
            Path copy = counterpart(file);
            Files.copy(file, copy, LinkOption.NOFOLLOW_LINKS, StandardCopyOption.REPLACE_EXISTING);
            copyOwner(file, copy);
            if (!attributes.isSymbolicLink()) {
                copyMode(file, copy, attributes.lastModifiedTime());
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(
                Path directory, @org.jspecify.annotations.Nullable IOException failure) throws IOException {
            if (failure != null) {
                throw failure;
            }
            Path copy = counterpart(directory);
            copyOwner(directory, copy);
            copyMode(directory, copy, Files.getLastModifiedTime(directory, LinkOption.NOFOLLOW_LINKS));
            return FileVisitResult.CONTINUE;
        }

        private static void copyOwner(Path from, Path to) throws IOException {
            Map<String, Object> owner = Files.readAttributes(from, "unix:uid,gid", LinkOption.NOFOLLOW_LINKS);
            for (Map.Entry<String, Object> id : owner.entrySet()) {
                Files.setAttribute(to, "unix:" + id.getKey(), id.getValue(), LinkOption.NOFOLLOW_LINKS);
            }
        }

        /** After the owner: chown(2) takes set-user-id bits away. */
        private static void copyMode(Path from, Path to, FileTime modified) throws IOException {
            int mode = (Integer) Files.getAttribute(from, "unix:mode", LinkOption.NOFOLLOW_LINKS) & 07777;
            Files.setAttribute(to, "unix:mode", mode);
            Files.setLastModifiedTime(to, modified);
        }
    }
}
