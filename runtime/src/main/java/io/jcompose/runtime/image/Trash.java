package io.jcompose.runtime.image;

import io.jcompose.runtime.disk.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is to go: renamed in a moment, and removed one after the other by a thread of its own, since the file system may
 * need a millisecond for each file. A small tree is gone at once. What a crash leaves is taken up at the next start.
 */
final class Trash {
    private static final Logger LOG = LoggerFactory.getLogger(Trash.class);
    /** Files and directories that are removed at once. */
    private static final int AT_ONCE = 200;

    private static final long PATIENCE_SECONDS = 60;

    private final Path directory;
    private final Disk disk;
    private final ExecutorService thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition progress = lock.newCondition();
    private int waiting;

    private Trash(Path directory, Disk disk) {
        this.directory = directory;
        this.disk = disk;
        var pool = new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
            Thread thread = new Thread(work, "image-trash");
            thread.setDaemon(true);
            return thread;
        });
        pool.allowCoreThreadTimeOut(true);
        thread = pool;
    }

    /** @param directory that is there, and is nobody else's */
    static Trash open(Path directory, Disk disk) throws IOException {
        Trash trash = new Trash(directory, disk);
        try (Stream<Path> left = Files.list(directory)) {
            for (Path tree : left.toList()) {
                trash.remove(tree);
            }
        }
        return trash;
    }

    /** A name in it that nobody has. */
    Path newPlace() {
        return directory.resolve(UUID.randomUUID().toString());
    }

    /** Takes a tree, if it is there. */
    void take(Path tree) throws IOException {
        if (!Files.isDirectory(tree, LinkOption.NOFOLLOW_LINKS)) {
            disk.discard(tree);
            return;
        }
        Path place = newPlace();
        Files.move(tree, place, StandardCopyOption.ATOMIC_MOVE);
        remove(place);
    }

    /** Removes what is in it already. */
    void remove(Path place) throws IOException {
        if (!disk.removeTree(place, AT_ONCE)) {
            change(1);
            thread.execute(() -> removeAll(place));
        }
    }

    private void removeAll(Path place) {
        try {
            disk.removeTree(place);
        } catch (IOException e) {
            LOG.warn("{} cannot be removed; it is tried again when the daemon starts", place, e);
        } finally {
            change(-1);
        }
    }

    private void change(int count) {
        lock.lock();
        try {
            waiting += count;
            progress.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * For who needs the room: waits until one tree more is gone, a minute at most.
     *
     * @return whether there was anything to wait for
     */
    boolean await() {
        lock.lock();
        try {
            int before = waiting;
            long nanos = TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            while (before > 0 && waiting >= before && nanos > 0) {
                nanos = progress.awaitNanos(nanos);
            }
            return before > 0 && nanos > 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }
}
