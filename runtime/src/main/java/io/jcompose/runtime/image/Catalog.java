package io.jcompose.runtime.image;

import io.jcompose.runtime.Image;
import io.jcompose.runtime.ImageConfig;
import io.jcompose.runtime.manifest.Digest;
import io.jcompose.runtime.manifest.ImageReference;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An index with all that is asked of it ready in memory. A damaged image (somebody deleted files by hand) is not in it,
 * but stays in the index: its layers may be mounted under a running container, so they are not swept away.
 */
record Catalog(ImageIndex index, Map<Digest, Image> images) {
    private static final Logger LOG = LoggerFactory.getLogger(Catalog.class);
    private static final Pattern WHOLE_ID = Pattern.compile("(?:sha256:)?[0-9a-f]{64}");
    private static final Pattern ID = Pattern.compile("(?:sha256:)?([0-9a-f]{4,64})");

    static Catalog load(ImageIndex index, ContentStore content) throws IOException {
        Map<Digest, Image> images = new TreeMap<>();
        for (ImageIndex.Stored stored : index.images().values()) {
            try {
                images.put(stored.id(), image(stored, index, content));
            } catch (ContentStore.Damaged e) {
                LOG.warn("image {} {} is damaged: {}", stored.id(), index.referencesOf(stored.id()), e.getMessage());
            }
        }
        return new Catalog(index, Collections.unmodifiableMap(images));
    }

    private static Image image(ImageIndex.Stored stored, ImageIndex index, ContentStore content) throws IOException {
        ImageConfig config = OciJson.readConfig(content.blob(stored.id()));
        // Overlayfs refuses a directory that it has already; of equal layers the topmost says all.
        List<Path> layers = new ArrayList<>();
        long size = 0;
        for (ImageIndex.Layer layer : stored.layers()) {
            if (!content.hasLayer(layer.diffId())) {
                throw new ContentStore.Damaged("layer " + layer.diffId() + " is missing");
            }
            Path directory = content.layer(layer.diffId());
            size += layers.remove(directory) ? 0 : layer.size();
            layers.add(0, directory);
        }
        return new Image(stored.id().toString(), index.referencesOf(stored.id()), List.copyOf(layers), config, size);
    }

    Optional<Image> named(ImageReference reference) {
        return index.named(reference).map(stored -> images.get(stored.id()));
    }

    static boolean isWholeId(String text) {
        return WHOLE_ID.matcher(text).matches();
    }

    /** By id, with or without {@code sha256:}, or by the start of one that no other id has. */
    Optional<Image> byId(String text) {
        var matcher = ID.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        List<Image> found = images.entrySet().stream()
                .filter(entry -> entry.getKey().hex().startsWith(matcher.group(1)))
                .map(Map.Entry::getValue)
                .toList();
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    List<Image> sorted() {
        return images.values().stream()
                .sorted(Comparator.comparing(Catalog::firstReference).thenComparing(Image::id))
                .toList();
    }

    /** Images without a name come last. */
    private static String firstReference(Image image) {
        return image.references().isEmpty() ? "\uffff" : image.references().get(0);
    }
}
