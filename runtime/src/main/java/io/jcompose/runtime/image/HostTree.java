package io.jcompose.runtime.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a layer is to contain, by absolute path in the image, before a byte of it is copied. Every entry's directory is
 * in it as a {@link Folder}, so nothing is ever written through a symbolic link. Paths stay {@link Path}s: a Java in the
 * C locale cannot turn every file name into a String and back.
 */
final class HostTree {
    static final int PARENT_MODE = 0755;
    private static final Path SLASH = Path.of("/");

    /** Modes are permission bits, without set-user-id and set-group-id. */
    sealed interface Entry {
        record Folder(int mode) implements Entry {}

        /** A file of the host; {@code modified} in whole seconds. */
        record Copy(Path source, int mode, long size, FileTime modified) implements Entry {}

        record Link(Path target) implements Entry {}

        record Text(String content, int mode) implements Entry {}
    }

    private final TreeMap<Path, Entry> entries = new TreeMap<>();

    NavigableMap<Path, Entry> entries() {
        return Collections.unmodifiableNavigableMap(entries);
    }

    @Nullable
    Entry at(Path path) {
        return entries.get(path);
    }

    /** Puts an entry, and folders above it where there is nothing yet. */
    void put(Path path, Entry entry) {
        if (!accepts(path)) {
            throw new IllegalStateException(path + " lies below something that is no directory");
        }
        for (Path parent = path.getParent(); parent != null && !parent.equals(SLASH); parent = parent.getParent()) {
            entries.putIfAbsent(parent, new Entry.Folder(PARENT_MODE));
        }
        entries.put(path, entry);
    }

    void putIfAbsent(Path path, Entry entry) {
        if (!entries.containsKey(path) && accepts(path)) {
            put(path, entry);
        }
    }

    /** Whether everything above the path is a folder, or nothing yet. */
    boolean accepts(Path path) {
        for (Path parent = path.getParent(); parent != null; parent = parent.getParent()) {
            Entry above = entries.get(parent);
            if (above != null && !(above instanceof Entry.Folder)) {
                return false;
            }
        }
        return !path.equals(SLASH);
    }

    /** Bytes of the files in it. */
    long size() {
        return entries.values().stream().mapToLong(HostTree::size).sum();
    }

    /** When the newest of its files was written; the epoch when it has none. */
    Instant newest() {
        return entries.values().stream()
                .map(entry -> entry instanceof Entry.Copy copy ? copy.modified().toInstant() : Instant.EPOCH)
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
    }

    private static long size(Entry entry) {
        return entry instanceof Entry.Copy copy ? copy.size() : 0;
    }

    /** The part of this tree that an unpacked layer below does not already have. */
    HostTree above(Path layer) throws IOException {
        HostTree rest = new HostTree();
        for (var item : entries.entrySet()) {
            Path below = layer.resolve(SLASH.relativize(item.getKey()));
            if (!isSame(item.getValue(), below)) {
                rest.putKeepingModes(item.getKey(), item.getValue(), this);
            }
        }
        return rest;
    }

    private void putKeepingModes(Path path, Entry entry, HostTree whole) {
        put(path, entry);
        for (Path parent = path.getParent(); parent != null && !parent.equals(SLASH); parent = parent.getParent()) {
            Entry folder = whole.at(parent);
            if (folder != null) {
                entries.put(parent, folder);
            }
        }
    }

    private static boolean isSame(Entry entry, Path below) throws IOException {
        if (entry instanceof Entry.Folder) {
            return Files.isDirectory(below, LinkOption.NOFOLLOW_LINKS);
        }
        if (entry instanceof Entry.Link link) {
            return Files.isSymbolicLink(below) && Files.readSymbolicLink(below).equals(link.target());
        }
        if (entry instanceof Entry.Copy copy) {
            return Files.isRegularFile(below, LinkOption.NOFOLLOW_LINKS)
                    && Files.size(below) == copy.size()
                    && Files.getLastModifiedTime(below).equals(copy.modified());
        }
        return entry instanceof Entry.Text text
                && Files.isRegularFile(below, LinkOption.NOFOLLOW_LINKS)
                && Files.readString(below).equals(text.content());
    }
}
