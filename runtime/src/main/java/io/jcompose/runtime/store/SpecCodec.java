package io.jcompose.runtime.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jcompose.runtime.ContainerLimits;
import io.jcompose.runtime.ContainerMount;
import io.jcompose.runtime.ContainerSpec;
import io.jcompose.runtime.LogLimits;
import io.jcompose.runtime.ResourceLimit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@link ContainerSpec} as JSON. A newer version than ours is refused. */
final class SpecCodec {
    private static final int VERSION = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    private SpecCodec() {}

    static byte[] encode(ContainerSpec spec) {
        ObjectNode node = JSON.createObjectNode();
        node.put("version", VERSION);
        node.put("id", spec.id());
        node.put("image", spec.imageId());
        texts(node.putArray("command"), spec.command());
        texts(node.putArray("environment"), spec.environment());
        node.put("workingDirectory", spec.workingDirectory());
        node.put("user", spec.user());
        node.put("hostname", spec.hostname());
        ArrayNode mounts = node.putArray("mounts");
        spec.mounts().forEach(mount -> encode(mounts.addObject(), mount));
        ObjectNode limits = node.putObject("limits");
        limits.put("memory", spec.limits().memory())
                .put("nanoCpus", spec.limits().nanoCpus())
                .put("pids", spec.limits().pids());
        ArrayNode resources = limits.putArray("resources");
        spec.limits().resources().forEach(limit -> resources.add(limit.toString()));
        node.put("readOnly", spec.readOnly());
        node.put("init", spec.init());
        node.put("tty", spec.tty());
        node.putObject("logs")
                .put("segmentBytes", spec.logs().segmentBytes())
                .put("segments", spec.logs().segments());
        ObjectNode labels = node.putObject("labels");
        spec.labels().forEach(labels::put);
        return node.toPrettyString().getBytes(StandardCharsets.UTF_8);
    }

    private static void encode(ObjectNode node, ContainerMount mount) {
        node.put("target", mount.target());
        if (mount instanceof ContainerMount.Bind bind) {
            node.put("source", bind.source());
            node.put("readOnly", bind.readOnly());
            node.put("seed", bind.seed());
        } else if (mount instanceof ContainerMount.Tmpfs tmpfs) {
            node.put("size", tmpfs.size());
            node.put("mode", tmpfs.mode());
        }
    }

    private static void texts(ArrayNode array, List<String> values) {
        values.forEach(array::add);
    }

    static ContainerSpec decode(byte[] bytes) throws IOException {
        JsonNode node = parse(bytes);
        if (node.path("version").asInt() != VERSION) {
            throw new IOException("version " + node.path("version") + " of a container is not known to this jcompose");
        }
        List<ContainerMount> mounts = new ArrayList<>();
        node.path("mounts").forEach(mount -> mounts.add(mount(mount)));
        Map<String, String> labels = new LinkedHashMap<>();
        node.path("labels")
                .properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
        return new ContainerSpec(
                node.path("id").asText(),
                node.path("image").asText(),
                texts(node.path("command")),
                texts(node.path("environment")),
                node.path("workingDirectory").asText(),
                node.path("user").asText(),
                node.path("hostname").asText(),
                List.copyOf(mounts),
                limits(node.path("limits")),
                node.path("readOnly").asBoolean(),
                node.path("init").asBoolean(),
                node.path("tty").asBoolean(),
                new LogLimits(
                        node.path("logs").path("segmentBytes").asLong(),
                        node.path("logs").path("segments").asInt()),
                labels);
    }

    private static JsonNode parse(byte[] bytes) throws IOException {
        try {
            return JSON.readTree(bytes);
        } catch (JsonProcessingException e) {
            throw new IOException("not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static ContainerMount mount(JsonNode node) {
        String target = node.path("target").asText();
        if (node.has("source")) {
            return new ContainerMount.Bind(
                    node.path("source").asText(),
                    target,
                    node.path("readOnly").asBoolean(),
                    node.path("seed").asBoolean());
        }
        return new ContainerMount.Tmpfs(
                target, node.path("size").asLong(), node.path("mode").asInt());
    }

    private static ContainerLimits limits(JsonNode node) {
        return new ContainerLimits(
                node.path("memory").asLong(),
                node.path("nanoCpus").asLong(),
                node.path("pids").asLong(),
                texts(node.path("resources")).stream().map(ResourceLimit::parse).toList());
    }

    private static List<String> texts(JsonNode array) {
        List<String> values = new ArrayList<>();
        array.forEach(value -> values.add(value.asText()));
        return List.copyOf(values);
    }
}
