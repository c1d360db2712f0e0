package io.jcompose.runtime.image;

import io.jcompose.runtime.manifest.Digest;
import io.jcompose.runtime.manifest.ImageReference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which images a store has, and what they are called. Never changes: every step makes a new one. */
record ImageIndex(Map<Digest, Stored> images, SortedMap<String, Digest> references) {
    static final ImageIndex EMPTY = new ImageIndex(Map.of(), new TreeMap<>());

    /**
     * An image.
     *
     * @param id digest of its configuration
     * @param layers the lowest first, as OCI has them
     */
    record Stored(Digest id, Digest manifest, List<Layer> layers) {}

    /**
     * An unpacked layer.
     *
     * @param size bytes of its files
     * @param tarSize bytes of its tar stream
     * @param blob the stream as it came, perhaps compressed; null for a layer that was made here, which is packed again
     *     when somebody wants its stream
     */
    record Layer(
            Digest diffId,
            long size,
            long tarSize,
            @Nullable Digest blob) {
        Layer withBlob(@Nullable Digest digest) {
            return new Layer(diffId, size, tarSize, digest);
        }
    }

    ImageIndex {
        images = Map.copyOf(images);
        references = Collections.unmodifiableSortedMap(new TreeMap<>(references));
    }

    /** With the image under these names; an image that had one before stays, without it. */
    ImageIndex with(Stored image, Collection<String> names) {
        Map<Digest, Stored> moreImages = new TreeMap<>(images);
        moreImages.put(image.id(), image);
        SortedMap<String, Digest> moreReferences = new TreeMap<>(references);
        names.forEach(name -> moreReferences.put(name, image.id()));
        return new ImageIndex(moreImages, moreReferences);
    }

    ImageIndex withoutReference(String reference) {
        SortedMap<String, Digest> fewer = new TreeMap<>(references);
        fewer.remove(reference);
        return new ImageIndex(images, fewer);
    }

    /** Without the image and all its names. */
    ImageIndex without(Digest id) {
        Map<Digest, Stored> fewerImages = new TreeMap<>(images);
        fewerImages.remove(id);
        SortedMap<String, Digest> fewerReferences = new TreeMap<>(references);
        fewerReferences.values().removeIf(id::equals);
        return new ImageIndex(fewerImages, fewerReferences);
    }

    List<String> referencesOf(Digest id) {
        List<String> names = new ArrayList<>();
        references.forEach((name, target) -> {
            if (target.equals(id)) {
                names.add(name);
            }
        });
        return names;
    }

    Optional<Stored> named(ImageReference reference) {
        Digest id = references.get(reference.toString());
        if (id != null || reference.digest() == null) {
            return Optional.ofNullable(id).map(images::get);
        }
        Digest manifest = Digest.parse(reference.digest());
        return references.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(reference.name() + ":"))
                .map(entry -> images.get(entry.getValue()))
                .filter(image -> image != null && image.manifest().equals(manifest))
                .findFirst();
    }

    /** An image that is in it. */
    Stored stored(Digest id) {
        Stored image = images.get(id);
        if (image == null) {
            throw new IllegalStateException("no image " + id);
        }
        return image;
    }

    Set<Digest> layers() {
        return images.values().stream()
                .flatMap(image -> image.layers().stream())
                .map(Layer::diffId)
                .collect(Collectors.toSet());
    }

    Set<Digest> blobs() {
        return images.values().stream()
                .flatMap(image -> Stream.concat(
                        Stream.of(image.id(), image.manifest()),
                        image.layers().stream().map(Layer::blob).filter(Objects::nonNull)))
                .collect(Collectors.toSet());
    }
}
