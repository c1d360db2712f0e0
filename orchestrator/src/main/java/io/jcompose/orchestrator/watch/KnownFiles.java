package io.jcompose.orchestrator.watch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What was there when one looked last, and what has become different since a burst of changes began. Does no looking. */
final class KnownFiles {
    private final NavigableMap<Path, Stamp> now = new TreeMap<>();
    /** What was there before the burst, of what was touched in it. */
    private final Map<Path, Optional<Stamp>> before = new HashMap<>();

    @Nullable
    Stamp get(Path path) {
        return now.get(path);
    }

    /** The path and all below it that is known. */
    List<Path> below(Path path) {
        List<Path> found = new ArrayList<>();
        for (Path candidate : now.tailMap(path, true).keySet()) {
            if (candidate.startsWith(path)) {
                found.add(candidate);
            } else if (!candidate.toString().startsWith(path.toString())) {
                break; // Names such as `a.b` sort between `a` and `a/b`.
            }
        }
        return found;
    }

    /** What a look at a path has shown: something, or nothing. */
    void saw(Path path, @Nullable Stamp stamp) {
        before.putIfAbsent(path, Optional.ofNullable(now.get(path)));
        if (stamp == null) {
            now.remove(path);
        } else {
            now.put(path, stamp);
        }
    }

    /** Whether something was touched since the last burst. */
    boolean isTouched() {
        return !before.isEmpty();
    }

    /** Ends the burst: what has changed in it. What came and went is no change. */
    SortedMap<Path, Change> changes() {
        SortedMap<Path, Change> changes = new TreeMap<>();
        before.forEach((path, stamp) ->
                change(stamp.orElse(null), now.get(path)).ifPresent(change -> changes.put(path, change)));
        before.clear();
        return changes;
    }

    /** What the difference between two looks at a touched path means. */
    static Optional<Change> change(@Nullable Stamp then, @Nullable Stamp now) {
        if (then == null) {
            return now == null ? Optional.empty() : Optional.of(Change.THERE);
        }
        if (now == null) {
            return Optional.of(Change.GONE);
        }
        if (then.folder() != now.folder()) {
            return Optional.of(Change.REPLACED);
        }
        return now.folder() ? Optional.empty() : Optional.of(Change.THERE);
    }

    /** All of it, as if it had come just now. */
    SortedMap<Path, Change> all() {
        SortedMap<Path, Change> all = new TreeMap<>();
        now.keySet().forEach(path -> all.put(path, Change.THERE));
        return all;
    }
}
