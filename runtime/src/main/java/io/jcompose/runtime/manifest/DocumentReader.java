package io.jcompose.runtime.manifest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jcompose.runtime.ContainerException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads manifests and indexes that somebody else wrote (OCI image specification, manifest.md and image-index.md). */
public final class DocumentReader {
    /** Bytes; registries bound manifests like this (distribution specification, "Pushing manifests"). */
    public static final int LARGEST = 4 << 20;

    private static final int MOST_ENTRIES = 1_000;
    private static final Set<String> INDEXES = Set.of(MediaTypes.OCI_INDEX, MediaTypes.DOCKER_LIST);
    private static final Set<String> MANIFESTS = Set.of(MediaTypes.OCI_MANIFEST, MediaTypes.DOCKER_MANIFEST);
    private static final ObjectMapper MAPPER = new ObjectMapper(ForeignJson.bounded())
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private DocumentReader() {}

    /**
     * @param bytes at most {@link #LARGEST}
     * @param subject whose manifest it is, for the sentence of an error
     * @throws ContainerException when it is no manifest that we know, or one that contradicts itself
     */
    public static Document read(byte[] bytes, String subject) throws ContainerException {
        if (bytes.length > LARGEST) {
            throw refused(subject, "it has more than " + LARGEST + " bytes");
        }
        try {
            return document(MAPPER.readTree(bytes), subject);
        } catch (IOException e) {
            throw refused(subject, "it is no JSON, or far too much of it");
        } catch (IllegalArgumentException e) {
            throw refused(subject, String.valueOf(e.getMessage()));
        }
    }

    private static Document document(JsonNode root, String subject) throws ContainerException {
        if (!root.isObject()) {
            throw refused(subject, "it is no JSON object");
        }
        if (root.path("schemaVersion").asInt() != 2) {
            throw refused(
                    subject,
                    "its schema version is "
                            + shortened(root.path("schemaVersion").asText("missing"))
                            + ", and only 2 is read; push the image again with a newer tool");
        }
        String type = root.path("mediaType").asText("");
        boolean index = root.has("manifests");
        if (index == root.has("layers")) {
            throw refused(subject, "it must have either layers or manifests");
        }
        if (!type.isEmpty() && !(index ? INDEXES : MANIFESTS).contains(type)) {
            throw refused(subject, "it calls itself '" + shortened(type) + "', which is unknown or something else");
        }
        if (index) {
            return new Document.Index(
                    type.isEmpty() ? MediaTypes.OCI_INDEX : type, descriptors(root.path("manifests"), subject));
        }
        return new Document.Manifest(
                type.isEmpty() ? MediaTypes.OCI_MANIFEST : type,
                descriptor(root.path("config"), subject),
                descriptors(root.path("layers"), subject));
    }

    private static List<Descriptor> descriptors(JsonNode array, String subject) throws ContainerException {
        if (!array.isArray() || array.size() > MOST_ENTRIES) {
            throw refused(subject, "it has no list of at most " + MOST_ENTRIES + " entries");
        }
        List<Descriptor> descriptors = new ArrayList<>();
        for (JsonNode item : array) {
            descriptors.add(descriptor(item, subject));
        }
        return descriptors;
    }

    private static Descriptor descriptor(JsonNode node, String subject) throws ContainerException {
        JsonNode size = node.path("size");
        if (!node.isObject() || !size.canConvertToLong() || !size.isIntegralNumber() || size.asLong() < 0) {
            throw refused(subject, "a descriptor in it has no size");
        }
        Digest digest = Digest.parse(node.path("digest").asText(""));
        return new Descriptor(
                node.path("mediaType").asText(""), digest, size.asLong(), platform(node.path("platform")));
    }

    private static @Nullable Platform platform(JsonNode node) {
        if (!node.isObject()) {
            return null;
        }
        return new Platform(
                node.path("os").asText(""),
                node.path("architecture").asText(""),
                node.path("variant").asText(""));
    }

    private static String shortened(String text) {
        return Digest.shown(text, 100);
    }

    private static ContainerException refused(String subject, String why) {
        return new ContainerException("the manifest of " + subject + " cannot be used: " + why);
    }
}
