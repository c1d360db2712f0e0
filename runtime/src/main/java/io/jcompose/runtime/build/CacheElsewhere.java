package io.jcompose.runtime.build;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jcompose.runtime.Builds.Outcome;
import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.build.plan.CacheKey;
import io.jcompose.runtime.build.plan.CacheMap;
import io.jcompose.runtime.build.plan.SettingsJson;
import io.jcompose.runtime.image.ImageSource;
import io.jcompose.runtime.manifest.Descriptor;
import io.jcompose.runtime.manifest.Digest;
import io.jcompose.runtime.manifest.Document;
import io.jcompose.runtime.manifest.DocumentReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A cache that another host wrote. It is asked when this host lacks a result for the first time; a layer comes when a
 * step finds it there. It can make a build wrong as a base image can, and only builds that name it: the store checks
 * layers by their digests, and their results are remembered as this cache's. Where it fails, a line says so, and the
 * build does without it.
 */
final class CacheElsewhere {
    private static final int LARGEST_CONFIG = 4 << 20;

    private final String origin;
    private final Opening opening;
    private final LayerShelf shelf;
    private final Tally tally;
    private boolean asked;
    private volatile @Nullable Contents contents;

    /** Asks for it. */
    @FunctionalInterface
    interface Opening {
        ImageSource open() throws IOException, ContainerException;
    }

    private record Contents(ImageSource source, List<Descriptor> layers, List<Digest> diffIds, CacheMap map) {}

    /** @param origin what it is called, in sentences and in what is remembered of it */
    CacheElsewhere(String origin, Opening opening, LayerShelf shelf, Tally tally) {
        this.origin = origin;
        this.opening = opening;
        this.shelf = shelf;
        this.tally = tally;
    }

    Optional<StageState> find(Digest key, StageState before) throws ContainerException {
        Digest ours = CacheKey.elsewhere(origin, key);
        Optional<StageState> known = shelf.find(ours, before);
        Contents now = known.isPresent() ? null : contents();
        CacheMap.Result result = now == null ? null : now.map().results().get(key);
        if (now == null || result == null) {
            return known;
        }
        try {
            return Optional.of(taken(ours, before, now, result));
        } catch (IOException | ContainerException e) {
            contents = null;
            Tally.Running running = tally.begin("using the cache of " + origin);
            warn(running, e);
            return Optional.empty();
        }
    }

    private StageState taken(Digest ours, StageState before, Contents now, CacheMap.Result result)
            throws IOException, ContainerException {
        if (result.layer() == CacheMap.NO_LAYER) {
            return shelf.put(ours, before, Optional.empty(), result.made());
        }
        ObjectNode config = JsonNodeFactory.instance
                .objectNode()
                .put("created", result.made().toString());
        config.putObject("config").putObject("Labels").put(ImageBuilds.CACHE_LABEL, ours.hex());
        OneLayer layer = new OneLayer(
                now.source(),
                now.layers().get(result.layer()),
                now.diffIds().get(result.layer()),
                config,
                tally::isOver);
        return shelf.take(ours, before, layer, result.made());
    }

    private synchronized @Nullable Contents contents() {
        if (asked) {
            return contents;
        }
        asked = true;
        Tally.Running running = tally.begin("importing the cache of " + origin);
        try {
            Contents read = read(opening.open());
            contents = read;
            if (read.map().results().isEmpty()) {
                throw new IOException("it is an image without results of builds");
            }
            running.output(read.map().results().size() + " results");
            running.ends(Outcome.DONE);
        } catch (IOException | ContainerException e) {
            warn(running, e);
        }
        return contents;
    }

    private void warn(Tally.Running running, Exception why) {
        running.output("warning: the cache of " + origin + " is not used: " + why.getMessage());
        running.ends(Outcome.DONE);
    }

    private Contents read(ImageSource source) throws IOException, ContainerException {
        if (!(DocumentReader.read(source.manifest(), origin) instanceof Document.Manifest manifest)) {
            throw new IOException("it is a list of images");
        }
        byte[] config = config(source, manifest.config());
        List<Digest> diffIds = diffIds(config);
        if (diffIds.size() != manifest.layers().size()) {
            throw new IOException("its manifest and its configuration have different numbers of layers");
        }
        return new Contents(source, manifest.layers(), diffIds, CacheMap.read(config, diffIds.size()));
    }

    private static byte[] config(ImageSource source, Descriptor config) throws IOException, ContainerException {
        if (config.size() > LARGEST_CONFIG) {
            throw new IOException("its configuration has more than " + LARGEST_CONFIG + " bytes");
        }
        try (InputStream in = source.open(config, 0)) {
            byte[] bytes = in.readNBytes((int) config.size() + 1);
            if (!Digest.of(bytes).equals(config.digest())) {
                throw new IOException("its configuration is not what the manifest says: it was damaged or changed");
            }
            return bytes;
        }
    }

    private static List<Digest> diffIds(byte[] config) throws IOException {
        try {
            return SettingsJson.layers(config).stream().map(Digest::parse).toList();
        } catch (IllegalArgumentException e) {
            throw new IOException("its configuration has a diff_id that is " + e.getMessage(), e);
        }
    }
}
