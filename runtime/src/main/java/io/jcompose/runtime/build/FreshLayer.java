package io.jcompose.runtime.build;

import io.jcompose.runtime.linux.Fd;
import io.jcompose.runtime.linux.RawFiles;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** What a step wrote, in overlayfs' form, before it becomes a layer. Nobody else reaches it any more. */
record FreshLayer(Path directory) {
    private static final int DEEPEST = 2_000;

    boolean isEmpty() throws IOException {
        return isEmpty(directory);
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            return !entries.iterator().hasNext();
        }
    }

    /**
     * Takes away what stands here only because something was mounted on it: an empty file or directory, and directories
     * that were made, or touched, for it.
     *
     * @param lower the layers below, the topmost first
     */
    void withoutMountPoints(Collection<String> targets, List<Path> lower) throws IOException {
        for (String target :
                targets.stream().sorted((a, b) -> b.length() - a.length()).toList()) {
            Path relative = Path.of("/").relativize(Path.of(target));
            Path place = directory.resolve(relative);
            if (!isPlain(relative) || !isRemovable(place)) {
                continue;
            }
            Files.delete(place);
            for (Path parent = relative.getParent(); parent != null; parent = parent.getParent()) {
                Path made = directory.resolve(parent);
                if (!isRemovable(made) || !isAsBefore(parent, made, lower)) {
                    break;
                }
                Files.delete(made);
            }
        }
    }

    /** Whether no directory on the way is a link. */
    private boolean isPlain(Path relative) {
        for (Path parent = relative.getParent(); parent != null; parent = parent.getParent()) {
            if (!Files.isDirectory(directory.resolve(parent), LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isRemovable(Path place) throws IOException {
        if (Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
            return isEmpty(place);
        }
        return Files.isRegularFile(place, LinkOption.NOFOLLOW_LINKS) && Files.size(place) == 0;
    }

    /** Whether a directory is like the one below it, or has none below. */
    private static boolean isAsBefore(Path relative, Path made, List<Path> lower) throws IOException {
        for (Path layer : lower) {
            Path before = layer.resolve(relative);
            if (Files.isDirectory(before, LinkOption.NOFOLLOW_LINKS)) {
                return owner(before).equals(owner(made));
            }
            if (Files.exists(before, LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
        }
        return true;
    }

    private static Map<String, Object> owner(Path path) throws IOException {
        return Files.readAttributes(path, "unix:mode,uid,gid", LinkOption.NOFOLLOW_LINKS);
    }

    /** Gives everything that is younger than {@code epoch}, in seconds since 1970, that time. */
    void clamp(OptionalLong epoch) throws IOException {
        if (epoch.isPresent()) {
            RawFiles files = RawFiles.live();
            try (Fd root = files.root(directory)) {
                clamp(files, root, epoch.getAsLong(), 0);
            }
        }
    }

    private static void clamp(RawFiles files, Fd folder, long epoch, int depth) throws IOException {
        if (depth > DEEPEST) {
            throw new IOException("what was written lies deeper than " + DEEPEST + " directories");
        }
        for (String name : files.list(folder)) {
            RawFiles.Node node = files.stat(folder, name);
            if (node.type() == RawFiles.Node.DIRECTORY) {
                try (Fd inner = files.directory(folder, name)) {
                    clamp(files, inner, epoch, depth + 1);
                }
            }
            if (node.seconds() > epoch || (node.seconds() == epoch && node.nanos() > 0)) {
                files.setTime(folder, name, epoch, 0);
            }
        }
    }
}
