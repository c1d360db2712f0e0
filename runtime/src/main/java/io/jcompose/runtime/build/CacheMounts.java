package io.jcompose.runtime.build;

import io.jcompose.runtime.build.plan.RunMount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Directories that builds share with later builds, and who uses them now. */
final class CacheMounts {
    private static final long LOOK_MILLIS = 200;

    private final BuildLayout layout;
    /** Users by directory. */
    private final Map<Path, Integer> users = new HashMap<>();

    CacheMounts(BuildLayout layout) {
        this.layout = layout;
    }

    /** Takes a directory, which is made when it is missing; waits for one that is locked. */
    synchronized Path take(RunMount.Cache cache, Tally tally) throws IOException, Cancelled {
        Path directory = layout.mount(cache.id(), 0);
        if (cache.sharing().equals("private")) {
            for (int copy = 0; users.containsKey(directory); copy++) {
                directory = layout.mount(cache.id(), copy + 1);
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
            Files.createDirectories(directory);
            Files.setAttribute(directory, "unix:uid", cache.uid());
            Files.setAttribute(directory, "unix:gid", cache.gid());
            Files.setAttribute(directory, "unix:mode", cache.mode());
        }
        users.merge(directory, 1, Integer::sum);
        return directory;
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
