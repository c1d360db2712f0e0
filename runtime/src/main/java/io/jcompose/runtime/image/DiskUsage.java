package io.jcompose.runtime.image;

import io.jcompose.runtime.manifest.Digest;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Bytes by what they belong to: each layer and blob counts once, however many images have it. */
final class DiskUsage {
    private final Map<Digest, Long> sizes = new HashMap<>();
    private final Map<Digest, Integer> owners = new HashMap<>();

    private DiskUsage() {}

    static DiskUsage of(Holdings holdings) {
        return of(holdings.index().images().values(), holdings.content());
    }

    static DiskUsage of(Collection<ImageIndex.Stored> images, ContentStore content) {
        DiskUsage usage = new DiskUsage();
        for (ImageIndex.Stored image : images) {
            parts(image, content).forEach((digest, size) -> {
                usage.sizes.put(digest, size);
                usage.owners.merge(digest, 1, Integer::sum);
            });
        }
        return usage;
    }

    /** A layer's directory by its diff_id, blobs by their digests; one that is both counts as both. */
    private static Map<Digest, Long> parts(ImageIndex.Stored image, ContentStore content) {
        Map<Digest, Long> parts = new HashMap<>();
        parts.merge(image.id(), content.blobSize(image.id()), Long::sum);
        parts.merge(image.manifest(), content.blobSize(image.manifest()), Long::sum);
        Map<Digest, Long> layers = new HashMap<>();
        for (ImageIndex.Layer layer : image.layers()) {
            Digest blob = layer.blob();
            boolean sameDigest = layer.diffId().equals(blob);
            layers.put(layer.diffId(), layer.size() + (sameDigest ? content.blobSize(layer.diffId()) : 0));
            if (blob != null && !sameDigest) {
                layers.put(blob, content.blobSize(blob));
            }
        }
        parts.putAll(layers);
        return parts;
    }

    long size() {
        return sizes.values().stream().mapToLong(Long::longValue).sum();
    }

    /** What goes when the image is removed. */
    long unique(ImageIndex.Stored image, ContentStore content) {
        return parts(image, content).entrySet().stream()
                .filter(part -> owners.getOrDefault(part.getKey(), 0) <= 1)
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    long whole(ImageIndex.Stored image, ContentStore content) {
        return parts(image, content).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }
}
