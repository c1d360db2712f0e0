package io.jcompose.runtime.build;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.build.plan.RunMount;
import io.jcompose.runtime.disk.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Directories that builds share with later builds, and who uses them now. */
final class CacheMounts {
    private static final long LOOK_MILLIS = 200;
    private static final int USUAL_MODE = 0755;

    private final BuildLayout layout;
    private final Disk disk;
    /** Users by directory. */
    private final Map<Path, Integer> users = new HashMap<>();

    /** Fills a directory that is new. */
    @FunctionalInterface
    interface Filling {
        void of(Path directory) throws IOException, ContainerException;
    }

    CacheMounts(BuildLayout layout, Disk disk) {
        this.layout = layout;
        this.disk = disk;
    }

    /**
     * Takes a directory, which is made when it is missing; waits for one that is locked.
     *
     * @param seed what it begins with, as a text that is another one for other files; empty for nothing
     */
    synchronized Path take(RunMount.Cache cache, String seed, Filling filling, Tally tally)
            throws IOException, ContainerException {
        String name = name(cache, seed);
        Path directory = layout.mount(name, 0);
        if (cache.sharing().equals("private")) {
            for (int copy = 0; users.containsKey(directory); copy++) {
                directory = layout.mount(name, copy + 1);
            }
        }
        try {
            while (cache.sharing().equals("locked") && users.containsKey(directory)) {
                tally.check();
                wait(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Cancelled();
        }
        if (!Files.isDirectory(directory)) {
            make(directory, cache, filling);
        }
        users.merge(directory, 1, Integer::sum);
        return directory;
    }

    /** Another owner, mode or beginning makes it another cache, as in BuildKit: who comes second could not write. */
    private static String name(RunMount.Cache cache, String seed) {
        boolean usual = cache.uid() == 0 && cache.gid() == 0 && cache.mode() == USUAL_MODE && seed.isEmpty();
        return usual
                ? cache.id()
                : String.join(
                        "\n", cache.id(), cache.uid() + ":" + cache.gid(), Integer.toOctalString(cache.mode()), seed);
    }

    /** Whole or not at all: a daemon that is killed meanwhile leaves only a directory that is swept. */
    private void make(Path directory, RunMount.Cache cache, Filling filling) throws IOException, ContainerException {
        Path fresh = Files.createDirectories(
                layout.temporary().resolve(UUID.randomUUID().toString()));
        try {
            filling.of(fresh);
            Files.setAttribute(fresh, "unix:uid", cache.uid());
            Files.setAttribute(fresh, "unix:gid", cache.gid());
            Files.setAttribute(fresh, "unix:mode", cache.mode());
            Files.createDirectories(layout.mounts());
            Files.move(fresh, directory, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            disk.removeTree(fresh);
        }
    }

    synchronized void giveBack(Path directory) {
        users.computeIfPresent(directory, (path, count) -> count == 1 ? null : count - 1);
        notifyAll();
    }

    /** Directories that nobody uses. */
    synchronized boolean isFree(Path directory) {
        return !users.containsKey(directory);
    }
}
