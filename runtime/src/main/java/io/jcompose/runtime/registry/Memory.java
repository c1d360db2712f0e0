package io.jcompose.runtime.registry;

import io.jcompose.runtime.Registries.Known;
import io.jcompose.runtime.manifest.Descriptor;
import io.jcompose.runtime.manifest.Digest;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What visits to registries left behind. Never changes: every step makes a new one.
 *
 * @param names what references meant, by reference
 * @param packed what layers that were made here became when they were compressed, by diff_id
 */
record Memory(SortedMap<String, Known> names, SortedMap<Digest, Packed> packed) {
    static final Memory EMPTY = new Memory(new TreeMap<>(), new TreeMap<>());

    private static final int MOST = 2_000;

    /** A compressed layer: digest and size in bytes of its gzip stream. */
    record Packed(Digest digest, long size) {
        Descriptor as(String mediaType) {
            return new Descriptor(mediaType, digest, size, null);
        }
    }

    Memory {
        names = new TreeMap<>(names);
        packed = new TreeMap<>(packed);
    }

    Memory with(String reference, Known known) {
        SortedMap<String, Known> more = new TreeMap<>(names);
        more.put(reference, known);
        while (more.size() > MOST) {
            more.remove(oldest(more));
        }
        return new Memory(more, packed);
    }

    private static String oldest(SortedMap<String, Known> names) {
        return names.entrySet().stream()
                .min(Map.Entry.comparingByValue(Comparator.comparing(Known::since)))
                .map(Map.Entry::getKey)
                .orElseThrow();
    }

    Memory with(Digest diffId, Packed layer) {
        SortedMap<Digest, Packed> more = new TreeMap<>(packed);
        more.put(diffId, layer);
        while (more.size() > MOST) {
            more.remove(more.firstKey());
        }
        return new Memory(names, more);
    }

    @Nullable
    Packed packed(Digest diffId) {
        return packed.get(diffId);
    }

    static Known known(String image, Digest digest, Instant since) {
        return new Known(image, digest.toString(), since);
    }
}
