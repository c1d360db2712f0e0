package io.jcompose.runtime.disk;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.util.UUID;

/**
 * Removes trees that containers wrote: links are not followed, also when one takes a directory's place meanwhile, and a
 * tree may be deeper than a path or a stack can be long, so directories are moved up before they are emptied. What
 * somebody else removes meanwhile is no failure.
 */
public final class TreeRemoval {
    private static final int MOST_DISTURBED = 1_000;

    private final SecureDirectoryStream<Path> top;
    private final String mark = UUID.randomUUID().toString();
    private long left;
    private int disturbed;
    private long moved;

    private TreeRemoval(SecureDirectoryStream<Path> top, long most) {
        this.top = top;
        this.left = most;
    }

    /** Removes {@code tree} and what is in it. Does nothing when it is missing. */
    public static void remove(Path tree) throws IOException {
        boolean unused = remove(tree, Long.MAX_VALUE);
    }

    /**
     * Removes at most so many files and directories of it.
     *
     * @return whether all of it is gone
     */
    public static boolean remove(Path tree, long most) throws IOException {
        if (!Files.isDirectory(tree, LinkOption.NOFOLLOW_LINKS)) {
            Files.deleteIfExists(tree);
            return true;
        }
        try (SecureDirectoryStream<Path> top = open(tree)) {
            if (!new TreeRemoval(top, most).empty(tree)) {
                return false;
            }
        } catch (NoSuchFileException e) {
            return true;
        }
        Files.deleteIfExists(tree);
        return true;
    }

    private boolean empty(Path tree) throws IOException {
        boolean more = true;
        while (more) {
            more = false;
            // A stream is read once, and what was moved up may be behind its place.
            try (SecureDirectoryStream<Path> listing = open(tree)) {
                for (Path entry : listing) {
                    if (left <= 0) {
                        return false;
                    }
                    Path name = entry.getFileName();
                    if (isDirectory(top, name)) {
                        flatten(name);
                        more = true;
                    } else {
                        deleteFile(top, name);
                    }
                }
            }
        }
        return true;
    }

    /** Empties one directory, its own directories moved up beside it, and deletes it. */
    private void flatten(Path name) throws IOException {
        try (SecureDirectoryStream<Path> directory = top.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
            for (Path entry : directory) {
                if (left <= 0) {
                    return;
                }
                Path inner = entry.getFileName();
                if (isDirectory(directory, inner)) {
                    moveUp(directory, inner);
                } else {
                    deleteFile(directory, inner);
                }
            }
            top.deleteDirectory(name);
            left--;
        } catch (NoSuchFileException | DirectoryNotEmptyException e) {
            // Somebody else removes it, too: the next listing tells what there is.
            if (++disturbed > MOST_DISTURBED) {
                throw e;
            }
        }
    }

    private void moveUp(SecureDirectoryStream<Path> directory, Path inner) throws IOException {
        try {
            directory.move(inner, top, freeName(++moved));
        } catch (NoSuchFileException e) {
            // It was removed by somebody else.
            return;
        }
    }

    private void deleteFile(SecureDirectoryStream<Path> directory, Path name) throws IOException {
        left--;
        try {
            directory.deleteFile(name);
        } catch (NoSuchFileException e) {
            // It was removed by somebody else.
            return;
        }
    }

    /** A container may have used our name, and somebody else may remove the same tree. */
    private Path freeName(long number) throws IOException {
        Path name = Path.of(".jcompose-removed-" + mark + "-" + number);
        return exists(top, name) ? Path.of(name + "-" + System.nanoTime()) : name;
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
        try {
            return attributes(directory, name).readAttributes().isDirectory();
        } catch (NoSuchFileException e) {
            return false;
        }
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
