package io.jcompose.runtime.build;

import io.jcompose.runtime.Builds;
import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.build.plan.RunMount;
import io.jcompose.runtime.disk.Disk;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
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

    /** The time says which was not used for the longest. */
    synchronized void giveBack(Path directory) throws IOException {
        users.computeIfPresent(directory, (path, count) -> count == 1 ? null : count - 1);
        notifyAll();
        Files.setLastModifiedTime(directory, FileTime.from(Instant.now()));
    }

    /** Directories with their bytes, the one that was not used for the longest time first. */
    Map<Path, Long> sizes() throws IOException {
        if (!Files.isDirectory(layout.mounts())) {
            return Map.of();
        }
        Map<Path, FileTime> times = new HashMap<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(layout.mounts())) {
            for (Path entry : entries) {
                times.put(entry, Files.getLastModifiedTime(entry));
            }
        }
        Map<Path, Long> sizes = new LinkedHashMap<>();
        for (Path directory :
                times.keySet().stream().sorted(Comparator.comparing(times::get)).toList()) {
            sizes.put(directory, TreeSize.of(directory));
        }
        return sizes;
    }

    /**
     * Removes directories that nobody uses, the eldest first, until no more than so many bytes are left.
     *
     * @return bytes and count of what went
     */
    Builds.Kept shrink(long most) throws IOException {
        Map<Path, Long> sizes = sizes();
        long left = sizes.values().stream().mapToLong(Long::longValue).sum();
        int count = 0;
        long bytes = 0;
        for (Map.Entry<Path, Long> entry : sizes.entrySet()) {
            if (left > most || most == 0) {
                Path gone = layout.temporary().resolve(UUID.randomUUID().toString());
                if (movedAway(entry.getKey(), gone)) {
                    disk.removeTree(gone);
                    left -= entry.getValue();
                    bytes += entry.getValue();
                    count++;
                }
            }
        }
        return new Builds.Kept(0, count, bytes);
    }

    private synchronized boolean movedAway(Path directory, Path to) throws IOException {
        if (users.containsKey(directory)) {
            return false;
        }
        Files.createDirectories(layout.temporary());
        Files.move(directory, to, StandardCopyOption.ATOMIC_MOVE);
        return true;
    }
}
