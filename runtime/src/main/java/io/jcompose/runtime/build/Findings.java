package io.jcompose.runtime.build;

import io.jcompose.runtime.build.plan.CacheMap;
import io.jcompose.runtime.manifest.Digest;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The results of one build's steps, made or found, in the order of their keys, so that it is always the same. */
final class Findings {
    private final SortedMap<Digest, Finding> all = new TreeMap<>();

    private record Finding(Optional<Digest> layer, Instant made) {}

    synchronized void note(Digest key, StageState before, StageState after) {
        int count = after.layers().size();
        Optional<Digest> layer =
                count > before.layers().size() ? Optional.of(after.layers().get(count - 1)) : Optional.empty();
        all.put(key, new Finding(layer, after.made()));
    }

    /** The layers of results, each once. */
    synchronized List<Digest> layers() {
        return all.values().stream()
                .flatMap(finding -> finding.layer().stream())
                .distinct()
                .toList();
    }

    /** What can be told of an image with these layers, the lowest first: results whose layers it has. */
    synchronized CacheMap in(List<Digest> layers) {
        SortedMap<Digest, CacheMap.Result> results = new TreeMap<>();
        all.forEach((key, finding) -> place(finding, layers)
                .ifPresent(layer -> results.put(key, new CacheMap.Result(layer, finding.made()))));
        return new CacheMap(results);
    }

    /** Those of these layers that a result is. */
    synchronized List<Digest> among(Collection<Digest> layers) {
        return layers().stream().filter(layers::contains).toList();
    }

    private static Optional<Integer> place(Finding finding, List<Digest> layers) {
        if (finding.layer().isEmpty()) {
            return Optional.of(CacheMap.NO_LAYER);
        }
        int place = layers.indexOf(finding.layer().get());
        return place < 0 ? Optional.empty() : Optional.of(place);
    }
}
