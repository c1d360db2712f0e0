package io.jcompose.runtime.build.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jcompose.runtime.manifest.Digest;
import io.jcompose.runtime.manifest.ForeignJson;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Results of steps, told to other hosts in a field of an image's configuration: keys depend on nothing but content, so
 * what one host did another need not do.
 *
 * @param results by the key of the step
 */
public record CacheMap(SortedMap<Digest, Result> results) {
    private static final ObjectMapper MAPPER = new ObjectMapper(ForeignJson.bounded());
    private static final String FIELD = "io.jcompose.build.cache";
    private static final int VERSION = 1;
    /** As many as this host remembers. */
    private static final int MOST = 2_000;

    /** The step changed no file. */
    public static final int NO_LAYER = -1;

    /**
     * What came of a step.
     *
     * @param layer number of the image's layer, the lowest is 0; or {@link #NO_LAYER}
     */
    public record Result(int layer, Instant made) {}

    public CacheMap {
        results = new TreeMap<>(results);
    }

    /**
     * Reads what a stranger wrote; empty when the configuration has no such field.
     *
     * @param layers how many the image has
     * @throws IOException when there is a field, and it is none of ours or contradicts itself
     */
    public static CacheMap read(byte[] config, int layers) throws IOException {
        JsonNode field = MAPPER.readTree(config).path(FIELD);
        SortedMap<Digest, Result> results = new TreeMap<>();
        if (field.isMissingNode()) {
            return new CacheMap(results);
        }
        if (field.path("version").asInt() != VERSION) {
            throw new IOException("another version of jcompose wrote it");
        }
        if (field.path("results").size() > MOST) {
            throw new IOException("it has more than " + MOST + " results");
        }
        for (JsonNode node : field.path("results")) {
            int layer = node.path("layer").asInt(NO_LAYER);
            if (layer < NO_LAYER || layer >= layers) {
                throw new IOException("it names a layer that it does not have");
            }
            try {
                results.put(
                        new Digest(node.path("key").asText()),
                        new Result(layer, Instant.parse(node.path("made").asText())));
            } catch (IllegalArgumentException | DateTimeException e) {
                throw new IOException("it has a result that is none: " + e.getMessage(), e);
            }
        }
        return new CacheMap(results);
    }

    /** The configuration with this in it. */
    public byte[] in(byte[] config) throws IOException {
        if (!(MAPPER.readTree(config) instanceof ObjectNode root)) {
            throw new IOException("the configuration is no JSON object");
        }
        ArrayNode list = root.putObject(FIELD).put("version", VERSION).putArray("results");
        results.forEach((key, result) -> {
            ObjectNode node = list.addObject().put("key", key.hex());
            if (result.layer() != NO_LAYER) {
                node.put("layer", result.layer());
            }
            node.put("made", result.made().toString());
        });
        return MAPPER.writeValueAsBytes(root);
    }
}
