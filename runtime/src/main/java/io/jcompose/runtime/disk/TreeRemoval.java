package io.jcompose.runtime.disk;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;

/**
 * Removes trees that containers wrote: links are not followed, also when one takes a directory's place meanwhile, and a
 * tree may be deeper than a path or a stack can be long, so directories are moved up before they are emptied.
 */
public final class TreeRemoval {
    private TreeRemoval() {}

    /** Removes {@code tree} and what is in it. Does nothing when it is missing. */
    public static void remove(Path tree) throws IOException {
        if (!Files.isDirectory(tree, LinkOption.NOFOLLOW_LINKS)) {
            Files.deleteIfExists(tree);
            return;
        }
        try (SecureDirectoryStream<Path> top = open(tree)) {
            long moved = 0;
            boolean more = true;
            while (more) {
                more = false;
                try (SecureDirectoryStream<Path> listing = open(tree)) {
                    for (Path entry : listing) {
                        Path name = entry.getFileName();
                        if (isDirectory(top, name)) {
                            moved = flatten(top, name, moved);
                            more = true;
                        } else {
                            top.deleteFile(name);
                        }
                    }
                }
            }
        }
        Files.delete(tree);
    }

    /** Empties one directory, its own directories moved up beside it, and deletes it. */
    private static long flatten(SecureDirectoryStream<Path> top, Path name, long moved) throws IOException {
        long next = moved;
        try (SecureDirectoryStream<Path> directory = top.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
            for (Path entry : directory) {
                Path inner = entry.getFileName();
                if (isDirectory(directory, inner)) {
                    directory.move(inner, top, freeName(top, ++next));
                } else {
                    directory.deleteFile(inner);
                }
            }
        }
        top.deleteDirectory(name);
        return next;
    }

    private static Path freeName(SecureDirectoryStream<Path> top, long number) throws IOException {
        Path name = Path.of(".jcompose-removed-" + number);
        // The container may have used our name: rename(2) would then fail on a directory that is not empty.
        return exists(top, name) ? Path.of(".jcompose-removed-" + number + "-" + System.nanoTime()) : name;
    }

    private static boolean exists(SecureDirectoryStream<Path> directory, Path name) throws IOException {
        try {
            attributes(directory, name).readAttributes();
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static boolean isDirectory(SecureDirectoryStream<Path> directory, Path name) throws IOException {
        return attributes(directory, name).readAttributes().isDirectory();
    }

    private static BasicFileAttributeView attributes(SecureDirectoryStream<Path> directory, Path name) {
        return directory.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    }

    @SuppressWarnings({"MustBeClosed", "StreamResourceLeak"}) // handed to the caller, or closed
    private static SecureDirectoryStream<Path> open(Path directory) throws IOException {
        DirectoryStream<Path> stream = Files.newDirectoryStream(directory);
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return secure;
        }
        stream.close();
        throw new IOException(directory + ": this file system cannot be walked safely");
    }
}
