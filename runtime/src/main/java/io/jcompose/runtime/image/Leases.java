package io.jcompose.runtime.image;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What is being worked with, counted: several may hold the same path. */
final class Leases {
    private final Map<Path, Integer> held = new HashMap<>();

    Lease lease() {
        return new Lease(this);
    }

    synchronized void pin(Path path, Set<Path> mine) {
        if (mine.add(path)) {
            held.merge(path, 1, Integer::sum);
        }
    }

    synchronized void release(Path path, Set<Path> mine) {
        if (mine.remove(path)) {
            held.computeIfPresent(path, (key, count) -> count == 1 ? null : count - 1);
        }
    }

    synchronized void releaseAll(Set<Path> mine) {
        for (Path path : Set.copyOf(mine)) {
            release(path, mine);
        }
    }

    /** Does it unless the path is held; nobody takes the path meanwhile. */
    synchronized boolean unlessHeld(Path path, Removal removal) throws IOException {
        if (held.containsKey(path)) {
            return false;
        }
        removal.run();
        return true;
    }

    /** Takes a path away. */
    @FunctionalInterface
    interface Removal {
        void run() throws IOException;
    }
}
