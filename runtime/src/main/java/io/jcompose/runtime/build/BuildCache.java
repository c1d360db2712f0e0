package io.jcompose.runtime.build;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jcompose.runtime.disk.Disk;
import io.jcompose.runtime.manifest.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Results of steps by their keys. A result is an image of one layer that has no name, so that the store keeps the layer;
 * an answer is a text that is costly to find again. Losing this file costs time and nothing else.
 */
final class BuildCache {
    private static final Logger LOG = LoggerFactory.getLogger(BuildCache.class);
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int VERSION = 1;
    /** Entries; of more, those that were not used for the longest time go. */
    private static final int MOST = 2_000;

    private final Path file;
    private final Disk disk;
    /** The one that was not used for the longest time first. */
    private final Map<String, Result> results = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * What came of a step.
     *
     * @param image id of the image that holds the layer; empty when the step changed no file
     * @param answer content of another question than a layer; empty for none
     */
    record Result(String image, String answer, Instant made) {}

    BuildCache(Path file, Disk disk) {
        this.file = file;
        this.disk = disk;
        try {
            if (Files.exists(file)) {
                read(MAPPER.readTree(Files.readAllBytes(file)));
            }
        } catch (IOException | DateTimeParseException e) {
            LOG.warn("the build cache {} cannot be read: builds begin anew", file, e);
            results.clear();
        }
    }

    private void read(JsonNode root) {
        if (root.path("version").asInt() != VERSION) {
            return;
        }
        for (JsonNode node : root.path("results")) {
            results.put(
                    node.path("key").asText(),
                    new Result(
                            node.path("image").asText(),
                            node.path("answer").asText(),
                            Instant.parse(node.path("made").asText())));
        }
    }

    synchronized Optional<Result> find(Digest key) {
        return Optional.ofNullable(results.get(key.hex()));
    }

    /** @return ids of images that fell out, which the caller removes */
    synchronized List<String> put(Digest key, Result result) throws IOException {
        results.put(key.hex(), result);
        List<String> fallen = new ArrayList<>();
        while (results.size() > MOST) {
            String eldest = results.keySet().iterator().next();
            Result gone = results.remove(eldest);
            if (gone != null && !gone.image().isEmpty()) {
                fallen.add(gone.image());
            }
        }
        write();
        fallen.removeIf(
                image -> results.values().stream().anyMatch(kept -> kept.image().equals(image)));
        return fallen;
    }

    synchronized void forget(Digest key) {
        results.remove(key.hex());
    }

    /** Ids of the images that are kept, each once. */
    synchronized List<String> images() {
        return results.values().stream()
                .map(Result::image)
                .filter(image -> !image.isEmpty())
                .distinct()
                .toList();
    }

    synchronized int size() {
        return results.size();
    }

    /** Forgets everything: ids of the images that were kept for it. */
    synchronized List<String> clear() throws IOException {
        List<String> images = images();
        results.clear();
        write();
        return images;
    }

    private void write() throws IOException {
        ObjectNode root = MAPPER.createObjectNode().put("version", VERSION);
        var list = root.putArray("results");
        results.forEach((key, result) -> list.addObject()
                .put("key", key)
                .put("image", result.image())
                .put("answer", result.answer())
                .put("made", result.made().toString()));
        disk.replace(file, MAPPER.writeValueAsBytes(root));
    }
}
