package io.jcompose.runtime.build.context;

import io.jcompose.runtime.layer.Marks;
import io.jcompose.runtime.linux.Fd;
import io.jcompose.runtime.linux.Flags;
import io.jcompose.runtime.linux.Kernel;
import io.jcompose.runtime.linux.RawFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A directory of this host as a tree: the kernel resolves every path below it without following a link, so whoever
 * swaps a directory for a link meanwhile gets an error, not a way out. For one thread.
 */
public final class DiskTree implements SourceTree, AutoCloseable {
    private static final int CONTAINED = Flags.RESOLVE_BENEATH | Flags.RESOLVE_NO_SYMLINKS;

    /** What stands for bytes that are no text (java.nio.charset.CharsetDecoder). */
    private static final char NOT_DECODED = '\ufffd';

    private final Kernel kernel;
    private final Fd root;
    private final Kind kind;
    private final IgnorePatterns ignored;
    private final @Nullable FileDigests digests;
    private final HeldFolder folders;

    /**
     * What the tree is.
     *
     * @param title for messages
     * @param closed whether links that lead out are refused
     * @param keepsOwners whether files belong to whom they belong to, or to root
     */
    public record Kind(String title, boolean closed, boolean keepsOwners) {}

    /** @param root of the tree; closed here */
    public DiskTree(Kernel kernel, Fd root, Kind kind, IgnorePatterns ignored, @Nullable FileDigests digests) {
        this.kernel = kernel;
        this.root = root;
        folders = new HeldFolder(kernel, root, CONTAINED);
        this.kind = kind;
        this.ignored = ignored;
        this.digests = digests;
    }

    @Override
    public Optional<Entry> entry(String path) throws IOException {
        if (!path.isEmpty() && ignored.ignores(path) && !(ignored.hasExceptions() && isFolder(path))) {
            return Optional.empty();
        }
        Optional<FileFacts> found = facts(path);
        if (found.isEmpty()) {
            refuseUnreadable(path);
            return Optional.empty();
        }
        FileFacts facts = found.get();
        return Optional.of(new Entry(
                facts.kind(),
                facts.mode() & 07777,
                kind.keepsOwners() ? facts.uid() : 0,
                kind.keepsOwners() ? facts.gid() : 0,
                facts.size(),
                facts.kind() == Entry.Kind.LINK ? link(path) : "",
                TimeUnit.NANOSECONDS.toMillis(facts.modified())));
    }

    /** A name that is listed and not there was not decoded: to leave it out would be to lose a file. */
    private static void refuseUnreadable(String path) throws IOException {
        if (path.indexOf(NOT_DECODED) >= 0) {
            throw new IOException(
                    "the name '" + path + "' is no UTF-8: rename the file, or leave it out by .dockerignore");
        }
    }

    private boolean isFolder(String path) throws IOException {
        return facts(path).filter(facts -> facts.kind() == Entry.Kind.FOLDER).isPresent();
    }

    private Optional<FileFacts> facts(String path) throws IOException {
        Optional<Path> at = path.isEmpty() ? Optional.of(root.procPath().resolve(".")) : place(path);
        return at.isPresent() ? FileFacts.of(at.get()) : Optional.empty();
    }

    private String link(String path) throws IOException {
        Optional<Path> at = place(path);
        return at.isPresent() ? Files.readSymbolicLink(at.get()).toString() : "";
    }

    /** The path in /proc of a name in its directory, which is held open; empty when there is no such directory. */
    private Optional<Path> place(String path) throws IOException {
        Optional<Fd> directory = directory(RelativePath.parent(path));
        return directory.map(fd -> fd.procPath().resolve(RelativePath.name(path)));
    }

    private Optional<Fd> directory(String path) throws IOException {
        return folders.open(path);
    }

    @Override
    public List<String> names(String directory) throws IOException {
        List<String> names = new ArrayList<>();
        Optional<Fd> opened = directory(directory);
        if (opened.isPresent()) {
            // A path in /proc/self/fd is a link: the dot behind it makes it the directory.
            try (DirectoryStream<Path> entries =
                    Files.newDirectoryStream(opened.get().procPath().resolve("."))) {
                entries.forEach(entry -> names.add(entry.getFileName().toString()));
            }
        }
        names.sort(null);
        return names;
    }

    @Override
    public InputStream open(String path) throws IOException {
        Fd file = kernel.openat2(root, path, Flags.O_RDONLY | Flags.O_NOFOLLOW | Flags.O_NONBLOCK, 0, CONTAINED);
        try (file) {
            return Files.newInputStream(file.procPath());
        }
    }

    /** None of the host's own files: what they mean here is nothing to an image. */
    @Override
    public SortedMap<String, byte[]> attributes(String path) throws IOException {
        if (!kind.keepsOwners() || path.isEmpty()) {
            return Collections.emptySortedMap();
        }
        Optional<Fd> directory = directory(RelativePath.parent(path));
        if (directory.isEmpty()) {
            return Collections.emptySortedMap();
        }
        SortedMap<String, byte[]> attributes =
                new TreeMap<>(RawFiles.live().attributes(directory.get(), RelativePath.rawName(path)));
        attributes.keySet().removeIf(name -> !Marks.travels(name));
        return attributes;
    }

    @Override
    public String digest(String path, Entry entry) throws IOException {
        FileDigests remembered = digests;
        Optional<FileFacts> found = facts(path);
        if (remembered == null || found.isEmpty()) {
            return FileDigests.digest(() -> open(path));
        }
        FileFacts facts = found.get();
        return remembered.digest(
                new FileDigests.Identity(
                        facts.device(), facts.inode(), facts.size(), facts.modified(), facts.changed()),
                () -> open(path));
    }

    @Override
    public boolean isClosed() {
        return kind.closed();
    }

    @Override
    public String absence(String path) {
        return ignored.ignores(path) ? ": .dockerignore leaves it out" : "";
    }

    @Override
    public String title() {
        return kind.title();
    }

    @Override
    public void close() throws IOException {
        folders.close();
        root.close();
    }
}
