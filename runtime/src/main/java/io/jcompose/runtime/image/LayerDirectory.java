package io.jcompose.runtime.image;

import io.jcompose.runtime.image.HostTree.Entry;
import io.jcompose.runtime.layer.LinkTimes;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Map;

/** Writes a {@link HostTree} as a layer directory: plain copies, owned by whoever runs this, which is root. */
final class LayerDirectory {
    private static final Path SLASH = Path.of("/");
    /** Of directories, links and of what we made up, so that equal content gives an equal layer. */
    private static final FileTime ALWAYS = FileTime.fromMillis(0);

    private LayerDirectory() {}

    static void write(HostTree tree, Path directory) throws IOException {
        Files.createDirectory(directory);
        for (Map.Entry<Path, Entry> item : tree.entries().entrySet()) {
            if (!tree.accepts(item.getKey())) {
                throw new IOException(item.getKey() + " lies below something that is no directory");
            }
            writeEntry(item.getValue(), directory.resolve(SLASH.relativize(item.getKey())));
        }
        // Last, and from below: a child would change its directory's time, and a mode could forbid the child.
        for (Map.Entry<Path, Entry> item : tree.entries().descendingMap().entrySet()) {
            if (item.getValue() instanceof Entry.Folder folder) {
                finish(directory.resolve(SLASH.relativize(item.getKey())), folder.mode(), ALWAYS);
            }
        }
        finish(directory, HostTree.PARENT_MODE, ALWAYS);
    }

    private static void writeEntry(Entry entry, Path path) throws IOException {
        if (entry instanceof Entry.Folder) {
            Files.createDirectory(path);
        } else if (entry instanceof Entry.Link link) {
            Files.createSymbolicLink(path, link.target());
            LinkTimes.set(path, ALWAYS);
        } else if (entry instanceof Entry.Text text) {
            Files.writeString(path, text.content(), StandardOpenOption.CREATE_NEW);
            finish(path, text.mode(), ALWAYS);
        } else if (entry instanceof Entry.Copy copy) {
            copy(copy, path);
            finish(path, copy.mode(), copy.modified());
        }
    }

    private static void copy(Entry.Copy copy, Path path) throws IOException {
        try (FileChannel in = FileChannel.open(copy.source(), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
                FileChannel out = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            long at = 0;
            while (at < copy.size()) {
                long moved = in.transferTo(at, copy.size() - at, out);
                if (moved <= 0) {
                    throw new IOException(copy.source() + " became shorter while it was copied");
                }
                at += moved;
            }
        }
    }

    private static void finish(Path path, int mode, FileTime modified) throws IOException {
        Files.setAttribute(path, "unix:mode", mode);
        Files.setLastModifiedTime(path, modified);
    }
}
