package io.jcompose.runtime.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jcompose.runtime.manifest.Digest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** {@code index.json} of a store. */
final class IndexJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int VERSION = 2;
    /** The one before: no layer of it has a blob. */
    private static final int OLD_VERSION = 1;

    private IndexJson() {}

    static byte[] write(ImageIndex index) throws IOException {
        ObjectNode root = MAPPER.createObjectNode().put("version", VERSION);
        ArrayNode images = root.putArray("images");
        for (ImageIndex.Stored image : new TreeMap<>(index.images()).values()) {
            ObjectNode item = images.addObject()
                    .put("id", image.id().toString())
                    .put("manifest", image.manifest().toString());
            ArrayNode layers = item.putArray("layers");
            for (ImageIndex.Layer layer : image.layers()) {
                ObjectNode node = layers.addObject()
                        .put("diffId", layer.diffId().toString())
                        .put("size", layer.size())
                        .put("tarSize", layer.tarSize());
                if (layer.blob() != null) {
                    node.put("blob", layer.blob().toString());
                }
            }
        }
        ObjectNode references = root.putObject("references");
        index.references().forEach((name, id) -> references.put(name, id.toString()));
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
    }

    /** @throws IOException when the text is no index, or one of a newer version */
    static ImageIndex read(byte[] json) throws IOException {
        JsonNode root = MAPPER.readTree(json);
        int version = root.path("version").asInt();
        if (version != VERSION && version != OLD_VERSION) {
            throw new IOException("the index has version " + version + ", this jcompose reads version " + VERSION);
        }
        try {
            TreeMap<Digest, ImageIndex.Stored> images = new TreeMap<>();
            for (JsonNode item : root.path("images")) {
                ImageIndex.Stored image = stored(item);
                images.put(image.id(), image);
            }
            TreeMap<String, Digest> references = new TreeMap<>();
            root.path("references")
                    .properties()
                    .forEach(entry -> references.put(
                            entry.getKey(), Digest.parse(entry.getValue().asText())));
            return new ImageIndex(images, references);
        } catch (IllegalArgumentException e) {
            throw new IOException("the index is damaged: " + e.getMessage(), e);
        }
    }

    private static ImageIndex.Stored stored(JsonNode item) {
        List<ImageIndex.Layer> layers = new ArrayList<>();
        for (JsonNode layer : item.path("layers")) {
            layers.add(new ImageIndex.Layer(
                    Digest.parse(layer.path("diffId").asText()),
                    layer.path("size").asLong(),
                    layer.path("tarSize").asLong(),
                    layer.has("blob") ? Digest.parse(layer.path("blob").asText()) : null));
        }
        return new ImageIndex.Stored(
                Digest.parse(item.path("id").asText()),
                Digest.parse(item.path("manifest").asText()),
                List.copyOf(layers));
    }
}
