package io.jcompose.runtime.build.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jcompose.runtime.manifest.Platform;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** {@link Settings} as the configuration of an image (OCI image specification, config.md, and Docker's additions). */
public final class SettingsJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final List<String> HEALTH_NUMBERS =
            List.of("Interval", "Timeout", "StartPeriod", "StartInterval", "Retries");

    private SettingsJson() {}

    /** One line of an image's history. */
    public record Past(Instant created, String createdBy, String comment, boolean emptyLayer) {}

    public static Settings read(byte[] json) throws IOException {
        JsonNode root = MAPPER.readTree(json);
        JsonNode config = root.path("config");
        Settings settings = new Settings();
        settings.author = root.path("author").asText();
        for (String variable : texts(config.path("Env"))) {
            int equals = variable.indexOf('=');
            settings.environment.put(
                    equals < 0 ? variable : variable.substring(0, equals),
                    equals < 0 ? "" : variable.substring(equals + 1));
        }
        config.path("Labels")
                .properties()
                .forEach(label ->
                        settings.labels.put(label.getKey(), label.getValue().asText()));
        config.path("ExposedPorts").fieldNames().forEachRemaining(settings.ports::add);
        config.path("Volumes").fieldNames().forEachRemaining(settings.volumes::add);
        settings.triggers.addAll(texts(config.path("OnBuild")));
        settings.entrypoint = list(config.path("Entrypoint"));
        settings.command = list(config.path("Cmd"));
        settings.shell = list(config.path("Shell"));
        settings.healthcheck = health(config.path("Healthcheck"));
        settings.user = config.path("User").asText();
        settings.workingDirectory = config.path("WorkingDir").asText();
        settings.stopSignal = config.path("StopSignal").asText();
        return settings;
    }

    /** The history of a configuration, the oldest first. */
    public static List<Past> history(byte[] json) throws IOException {
        List<Past> history = new ArrayList<>();
        for (JsonNode node : MAPPER.readTree(json).path("history")) {
            history.add(new Past(
                    instant(node.path("created").asText()),
                    node.path("created_by").asText(),
                    node.path("comment").asText(),
                    node.path("empty_layer").asBoolean()));
        }
        return history;
    }

    /** The {@code diff_ids} of a configuration, the lowest first. */
    public static List<String> layers(byte[] json) throws IOException {
        return texts(MAPPER.readTree(json).path("rootfs").path("diff_ids"));
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (java.time.format.DateTimeParseException e) {
            return Instant.EPOCH;
        }
    }

    private static Settings.@Nullable Health health(JsonNode node) {
        if (!node.isObject()) {
            return null;
        }
        Map<String, Long> numbers = new LinkedHashMap<>();
        for (String name : HEALTH_NUMBERS) {
            if (node.path(name).canConvertToLong()) {
                numbers.put(name, node.path(name).asLong());
            }
        }
        return new Settings.Health(texts(node.path("Test")), numbers);
    }

    private static @Nullable List<String> list(JsonNode node) {
        return node.isArray() ? texts(node) : null;
    }

    private static List<String> texts(JsonNode array) {
        List<String> values = new ArrayList<>();
        array.forEach(value -> values.add(value.asText()));
        return values;
    }

    public static byte[] write(Settings settings, Instant created, List<Past> history) {
        ObjectNode root = MAPPER.createObjectNode().put("created", created.toString());
        text(root, "author", settings.author);
        Platform host = Platform.host();
        root.put("architecture", host.architecture()).put("os", host.os());
        config(root.putObject("config"), settings);
        ArrayNode lines = root.putArray("history");
        for (Past past : history) {
            ObjectNode line = lines.addObject().put("created", past.created().toString());
            text(line, "created_by", past.createdBy());
            text(line, "comment", past.comment());
            if (past.emptyLayer()) {
                line.put("empty_layer", true);
            }
        }
        try {
            return MAPPER.writeValueAsBytes(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON can be written", e);
        }
    }

    private static void config(ObjectNode config, Settings settings) {
        text(config, "User", settings.user);
        set(config, "ExposedPorts", settings.ports);
        ArrayNode environment = config.putArray("Env");
        settings.environment.forEach((name, value) -> environment.add(name + "=" + value));
        texts(config, "Entrypoint", settings.entrypoint);
        texts(config, "Cmd", settings.command);
        Settings.Health healthcheck = settings.healthcheck;
        if (healthcheck != null) {
            ObjectNode node = config.putObject("Healthcheck");
            texts(node, "Test", healthcheck.test());
            healthcheck.numbers().forEach(node::put);
        }
        set(config, "Volumes", settings.volumes);
        text(config, "WorkingDir", settings.workingDirectory);
        if (!settings.triggers.isEmpty()) {
            texts(config, "OnBuild", settings.triggers);
        }
        if (!settings.labels.isEmpty()) {
            ObjectNode labels = config.putObject("Labels");
            settings.labels.forEach(labels::put);
        }
        text(config, "StopSignal", settings.stopSignal);
        texts(config, "Shell", settings.shell);
    }

    private static void text(ObjectNode node, String name, String value) {
        if (!value.isEmpty()) {
            node.put(name, value);
        }
    }

    private static void texts(ObjectNode node, String name, @Nullable List<String> values) {
        if (values != null) {
            ArrayNode array = node.putArray(name);
            values.forEach(array::add);
        }
    }

    private static void set(ObjectNode node, String name, SortedSet<String> values) {
        if (!values.isEmpty()) {
            ObjectNode object = node.putObject(name);
            values.forEach(object::putObject);
        }
    }
}
