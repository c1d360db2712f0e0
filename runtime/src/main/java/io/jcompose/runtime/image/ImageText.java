package io.jcompose.runtime.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.Image;
import io.jcompose.runtime.ImageCare.Published;
import io.jcompose.runtime.ImageCare.Step;
import io.jcompose.runtime.manifest.ForeignJson;
import io.jcompose.runtime.manifest.ImageReference;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a configuration tells about an image, in the words of {@code docker image inspect} and {@code history}. */
final class ImageText {
    private static final ObjectMapper MAPPER = new ObjectMapper(ForeignJson.bounded());

    private ImageText() {}

    static String inspect(Image image, ImageIndex.Stored stored, byte[] config, Published published)
            throws IOException, ContainerException {
        JsonNode root = MAPPER.readTree(config);
        ObjectNode node = MAPPER.createObjectNode().put("Id", image.id());
        ArrayNode tags = node.putArray("RepoTags");
        ArrayNode digests = node.putArray("RepoDigests");
        SortedSet<String> known = new TreeSet<>();
        for (String name : image.references()) {
            ImageReference reference = ImageReference.parse(name);
            if (reference.digest() == null) {
                tags.add(name);
            }
            Optional.ofNullable(reference.digest())
                    .or(() -> published.digest(name, image.id()))
                    .ifPresent(digest -> known.add(reference.name() + "@" + digest));
        }
        known.forEach(digests::add);
        node.put("Created", root.path("created").asText(""))
                .put("Author", root.path("author").asText(""))
                .put("Architecture", root.path("architecture").asText(""))
                .put("Variant", root.path("variant").asText(""))
                .put("Os", root.path("os").asText(""))
                .put("Size", image.size());
        JsonNode settings = root.path("config");
        node.set("Config", settings.isObject() ? settings : MAPPER.createObjectNode());
        ArrayNode layers = node.putObject("RootFS").put("Type", "layers").putArray("Layers");
        stored.layers().forEach(layer -> layers.add(layer.diffId().toString()));
        ArrayNode directories =
                node.putObject("GraphDriver").put("Name", "overlay2").putArray("Layers");
        image.layers().forEach(path -> directories.add(path.toString()));
        return MAPPER.writeValueAsString(node);
    }

    static List<Step> history(ImageIndex.Stored stored, byte[] config) throws IOException {
        List<Step> steps = new ArrayList<>();
        int layer = 0;
        for (JsonNode item : MAPPER.readTree(config).path("history")) {
            boolean empty = item.path("empty_layer").asBoolean();
            long size = !empty && layer < stored.layers().size()
                    ? stored.layers().get(layer++).size()
                    : 0;
            steps.add(new Step(
                    time(item.path("created").asText("")),
                    item.path("created_by").asText(""),
                    size,
                    item.path("comment").asText("")));
        }
        // An image need not say how it was made: its layers are there all the same.
        for (int i = layer; i < stored.layers().size(); i++) {
            steps.add(new Step(null, "", stored.layers().get(i).size(), ""));
        }
        Collections.reverse(steps);
        return steps;
    }

    private static @Nullable Instant time(String text) {
        try {
            return text.isEmpty() ? null : Instant.parse(text);
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
