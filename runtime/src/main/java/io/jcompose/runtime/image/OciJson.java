package io.jcompose.runtime.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jcompose.runtime.ImageConfig;
import io.jcompose.runtime.manifest.Descriptor;
import io.jcompose.runtime.manifest.Digest;
import io.jcompose.runtime.manifest.ForeignJson;
import io.jcompose.runtime.manifest.MediaTypes;
import io.jcompose.runtime.manifest.Platform;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Configurations and manifests (OCI image specification 1.1, config.md and manifest.md). */
final class OciJson {
    private static final ObjectMapper MAPPER = new ObjectMapper(ForeignJson.bounded());

    private OciJson() {}

    /** @param layers the lowest first */
    static byte[] config(ImageConfig config, List<ImageIndex.Layer> layers, String createdBy) throws IOException {
        ObjectNode root = MAPPER.createObjectNode()
                .put("created", config.created().toString())
                .put("architecture", Platform.host().architecture())
                .put("os", "linux");
        ObjectNode settings = root.putObject("config");
        strings(settings, "Entrypoint", config.entrypoint());
        strings(settings, "Cmd", config.command());
        strings(settings, "Env", config.environment());
        text(settings, "User", config.user());
        text(settings, "WorkingDir", config.workingDirectory());
        String stopSignal = config.stopSignal();
        text(settings, "StopSignal", stopSignal == null ? "" : stopSignal);
        set(settings, "ExposedPorts", config.exposedPorts());
        set(settings, "Volumes", config.volumes());
        if (!config.labels().isEmpty()) {
            ObjectNode labels = settings.putObject("Labels");
            config.labels().forEach(labels::put);
        }
        ObjectNode rootfs = root.putObject("rootfs").put("type", "layers");
        ArrayNode diffIds = rootfs.putArray("diff_ids");
        ArrayNode history = root.putArray("history");
        for (ImageIndex.Layer layer : layers) {
            diffIds.add(layer.diffId().toString());
            history.addObject().put("created", config.created().toString()).put("created_by", createdBy);
        }
        return MAPPER.writeValueAsBytes(root);
    }

    /** @param layers the lowest first */
    static byte[] manifest(byte[] config, List<Descriptor> layers) throws IOException {
        ObjectNode root = MAPPER.createObjectNode().put("schemaVersion", 2).put("mediaType", MediaTypes.OCI_MANIFEST);
        descriptor(root.putObject("config"), MediaTypes.OCI_CONFIG, Digest.of(config), config.length);
        ArrayNode list = root.putArray("layers");
        for (Descriptor layer : layers) {
            descriptor(list.addObject(), layer.mediaType(), layer.digest(), layer.size());
        }
        return MAPPER.writeValueAsBytes(root);
    }

    /**
     * A configuration that somebody wrote, with the layers that the image has.
     *
     * @throws IOException when it is no JSON object
     */
    static byte[] withLayers(String config, List<ImageIndex.Layer> layers) throws IOException {
        if (!(MAPPER.readTree(config) instanceof ObjectNode root)) {
            throw new IOException("the configuration is no JSON object");
        }
        if (!root.hasNonNull("architecture")) {
            root.put("architecture", Platform.host().architecture());
        }
        if (!root.hasNonNull("os")) {
            root.put("os", "linux");
        }
        ArrayNode diffIds = root.putObject("rootfs").put("type", "layers").putArray("diff_ids");
        layers.forEach(layer -> diffIds.add(layer.diffId().toString()));
        return MAPPER.writeValueAsBytes(root);
    }

    /**
     * The diff_ids of a configuration, the lowest first.
     *
     * @throws IOException when it does not say them
     */
    static List<Digest> diffIds(byte[] json) throws IOException {
        List<Digest> found = new ArrayList<>();
        for (JsonNode item : MAPPER.readTree(json).path("rootfs").path("diff_ids")) {
            try {
                found.add(Digest.parse(item.asText()));
            } catch (IllegalArgumentException e) {
                throw new IOException("its configuration has a diff_id that is " + e.getMessage(), e);
            }
        }
        return found;
    }

    static ImageConfig readConfig(byte[] json) throws IOException {
        JsonNode root = MAPPER.readTree(json);
        JsonNode settings = root.path("config");
        Map<String, String> labels = new LinkedHashMap<>();
        settings.path("Labels")
                .properties()
                .forEach(entry -> labels.put(entry.getKey(), entry.getValue().asText()));
        String stopSignal = settings.path("StopSignal").asText("");
        return new ImageConfig(
                created(root.path("created").asText("")),
                strings(settings.path("Entrypoint")),
                strings(settings.path("Cmd")),
                strings(settings.path("Env")),
                settings.path("User").asText(""),
                settings.path("WorkingDir").asText(""),
                stopSignal.isEmpty() ? null : stopSignal,
                keys(settings.path("ExposedPorts")),
                keys(settings.path("Volumes")),
                Map.copyOf(labels),
                ProbeJson.read(settings.path("Healthcheck")));
    }

    /** An image may say nothing about when it was made. */
    private static Instant created(String text) throws IOException {
        if (text.isEmpty()) {
            return Instant.EPOCH;
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IOException("'" + text + "' is no time", e);
        }
    }

    private static void descriptor(ObjectNode node, String type, Digest digest, long size) {
        node.put("mediaType", type).put("digest", digest.toString()).put("size", size);
    }

    private static void strings(ObjectNode node, String name, List<String> values) {
        if (!values.isEmpty()) {
            ArrayNode array = node.putArray(name);
            values.forEach(array::add);
        }
    }

    private static void text(ObjectNode node, String name, String value) {
        if (!value.isEmpty()) {
            node.put(name, value);
        }
    }

    /** Go's way to write a set: an object with empty values. */
    private static void set(ObjectNode node, String name, List<String> values) {
        if (!values.isEmpty()) {
            ObjectNode object = node.putObject(name);
            values.forEach(object::putObject);
        }
    }

    private static List<String> strings(JsonNode array) {
        List<String> values = new ArrayList<>();
        array.forEach(value -> values.add(value.asText()));
        return List.copyOf(values);
    }

    private static List<String> keys(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return List.copyOf(names);
    }
}
