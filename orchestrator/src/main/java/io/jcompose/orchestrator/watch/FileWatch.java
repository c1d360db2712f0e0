package io.jcompose.orchestrator.watch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Waits for changes of files, and of directories with all below them (inotify(7) through the JDK). A directory is watched
 * before its content is looked at, so nothing falls between the two; where the kernel says that it lost events, one looks
 * again. Symbolic links are files of their own here, and not followed. For one thread.
 */
public final class FileWatch implements AutoCloseable {
    private static final WatchEvent.Kind<?>[] KINDS = {
        StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_DELETE, StandardWatchEventKinds.ENTRY_MODIFY
    };

    private final WatchService service;
    private final Debounce debounce;
    private final Interest interest;
    private final TreeSet<Path> roots = new TreeSet<>();
    private final Map<Path, WatchKey> keys = new HashMap<>();
    private final Map<WatchKey, Path> folders = new HashMap<>();
    private final KnownFiles known = new KnownFiles();

    /** What somebody wants to know of. */
    public interface Interest {
        /** Whether a change of this path counts. */
        boolean counts(Path path);

        /** Whether nothing below this directory counts, so that it need not be looked into. */
        boolean excludes(Path folder);
    }

    private FileWatch(WatchService service, Debounce debounce, Interest interest) {
        this.service = service;
        this.debounce = debounce;
        this.interest = interest;
    }

    /**
     * Begins to watch.
     *
     * @param paths absolute, without links
     * @throws WatchLimit when the kernel watches no more for this user
     */
    public static FileWatch open(Collection<Path> paths, Interest interest) throws IOException {
        FileWatch watch = new FileWatch(newService(), Debounce.USUAL, interest);
        try {
            for (Path path : new TreeSet<>(paths)) {
                watch.add(path);
            }
            var unused = watch.known.changes();
            return watch;
        } catch (IOException e) {
            watch.close();
            throw e;
        }
    }

    private static WatchService newService() throws IOException {
        try {
            return FileSystems.getDefault().newWatchService();
        } catch (IOException e) {
            throw WatchLimit.ofInstances(e);
        }
    }

    /** The directory above is watched too: it tells when a file is replaced, or a directory comes back. */
    private void add(Path root) throws IOException {
        Path above = root.getParent();
        if (above != null) {
            var unused = register(above);
        }
        roots.add(root);
        look(root, true);
    }

    /** All that is there, as if it had come just now. */
    public SortedMap<Path, Change> all() {
        return known.all();
    }

    /** Waits for the next burst of changes, and for its end. */
    public SortedMap<Path, Change> await() throws IOException, InterruptedException {
        while (true) {
            while (!known.isTouched()) {
                take(service.take());
            }
            awaitQuiet();
            SortedMap<Path, Change> changes = known.changes();
            if (!changes.isEmpty()) {
                return changes;
            }
        }
    }

    private void awaitQuiet() throws IOException, InterruptedException {
        long first = System.nanoTime();
        long last = first;
        long left = debounce.left(first, last, first);
        while (left > 0) {
            WatchKey key = service.poll(left, TimeUnit.NANOSECONDS);
            if (key != null && take(key)) {
                last = System.nanoTime();
            }
            left = debounce.left(first, last, System.nanoTime());
        }
    }

    /** Looks at what a directory's events name; whether something of it counts. */
    private boolean take(WatchKey key) throws IOException {
        Path folder = folders.get(key);
        List<WatchEvent<?>> events = key.pollEvents();
        if (folder == null) {
            return false;
        }
        boolean counts = false;
        for (WatchEvent<?> event : events) {
            if (event.kind() == StandardWatchEventKinds.OVERFLOW) {
                lookAgain(folder);
                counts = true;
            } else if (event.context() instanceof Path name) {
                counts |= look(folder.resolve(name), true);
            }
        }
        if (!key.reset()) {
            unregister(folder);
        }
        return counts;
    }

    private boolean isWatched(Path path) {
        return roots.stream().anyMatch(path::startsWith);
    }

    /** Events of a directory were lost; what is below it has lost its own as well when the kernel's queue was full. */
    private void lookAgain(Path folder) throws IOException {
        for (Path root : List.copyOf(roots)) {
            Path top = folder.startsWith(root) ? folder : root;
            if (top.startsWith(folder)) {
                for (Path path : known.below(top)) {
                    var unused = look(path, false);
                }
                var unused = look(top, false);
                Stamp stamp = known.get(top);
                if (stamp != null && stamp.folder()) {
                    enter(top);
                }
            }
        }
    }

    /**
     * Compares a path with what was known of it.
     *
     * @param told whether the kernel says that it was touched, which a look may not show
     * @return whether that counts
     */
    private boolean look(Path path, boolean told) throws IOException {
        if (!isWatched(path)) {
            return false;
        }
        Stamp before = known.get(path);
        Stamp now = Stamp.of(path).orElse(null);
        boolean folder = (before != null && before.folder()) || (now != null && now.folder());
        if (!folder && !interest.counts(path)) {
            return false;
        }
        boolean same = Objects.equals(before, now);
        if (same && (folder || now == null || !told)) {
            return false;
        }
        if (before != null && before.folder()) {
            leave(path);
        }
        known.saw(path, now);
        if (now != null && now.folder()) {
            enter(path);
        }
        return true;
    }

    /** A directory is gone, or another one is in its place. */
    private void leave(Path folder) {
        for (Path path : known.below(folder)) {
            unregister(path);
            known.saw(path, null);
        }
    }

    /** Watches a directory, then looks at what is in it. */
    private void enter(Path folder) throws IOException {
        if (interest.excludes(folder) || !register(folder)) {
            return;
        }
        for (Path child : children(folder)) {
            var unused = look(child, false);
        }
    }

    /** Empty when it is gone again, which an event will tell. */
    private static List<Path> children(Path folder) throws IOException {
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            entries.forEach(children::add);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        } catch (FileSystemException e) {
            if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                throw e;
            }
        }
        return children;
    }

    /** False when it is no directory any more. */
    private boolean register(Path folder) throws IOException {
        if (keys.containsKey(folder)) {
            return true;
        }
        WatchKey key;
        try {
            key = folder.register(service, KINDS);
        } catch (IOException e) {
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
            throw WatchLimit.of(folder, keys.size(), e);
        }
        // A directory that was renamed keeps its watch: the kernel gives the same one for its new name.
        Path former = folders.put(key, folder);
        if (former != null) {
            keys.remove(former);
        }
        keys.put(folder, key);
        return true;
    }

    private void unregister(Path folder) {
        @Nullable WatchKey key = keys.remove(folder);
        if (key != null) {
            folders.remove(key);
            key.cancel();
        }
    }

    @Override
    public void close() {
        try {
            service.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
