package io.jcompose.orchestrator.release;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The environments of a release as JSON, in requests and on disk. */
public final class StagingJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private StagingJson() {}

    static ObjectNode write(Staging staging) throws IOException {
        ObjectNode node = JSON.createObjectNode()
                .put("environment", staging.environment())
                .put("order", staging.order());
        ArrayNode later = node.putArray("later");
        for (Stage stage : staging.later()) {
            later.add(write(stage));
        }
        return node;
    }

    static ObjectNode write(Stage stage) throws IOException {
        ObjectNode node = JSON.createObjectNode()
                .put("environment", stage.environment())
                .put("order", stage.order())
                .put("project", stage.project())
                .put("problem", stage.problem());
        ArrayNode disabled = node.putArray("disabled");
        stage.disabled().forEach(disabled::add);
        ArrayNode gates = node.putArray("gates");
        stage.gates().forEach(gate -> gates.add(write(gate)));
        String model = stage.model();
        if (model != null) {
            node.set("model", JSON.readTree(model));
        }
        return node;
    }

    static ObjectNode write(Gate gate) {
        ObjectNode node = JSON.createObjectNode();
        if (gate instanceof Gate.Healthy healthy) {
            node.put("healthyMillis", healthy.time().toMillis());
        } else if (gate instanceof Gate.Command command) {
            ArrayNode words = node.putArray("command");
            command.words().forEach(words::add);
            node.put("timeoutMillis", command.timeout().toMillis());
        } else {
            node.put("approval", true);
        }
        return node;
    }

    /** Reads it; what is missing is none. Throws {@link IOException} with a sentence when it has another form. */
    public static Staging read(JsonNode node) throws IOException {
        if (!node.isObject()) {
            return Staging.NONE;
        }
        List<Stage> later = new ArrayList<>();
        for (JsonNode stage : node.path("later")) {
            later.add(stage(stage));
        }
        return new Staging(
                node.path("environment").asText(""), node.path("order").asInt(), later);
    }

    static Stage stage(JsonNode node) throws IOException {
        List<Gate> gates = new ArrayList<>();
        for (JsonNode gate : node.path("gates")) {
            gates.add(gate(gate));
        }
        List<String> disabled = new ArrayList<>();
        node.path("disabled").forEach(name -> disabled.add(name.asText()));
        return new Stage(
                node.path("environment").asText(""),
                node.path("order").asInt(),
                node.path("project").asText(""),
                gates,
                node.hasNonNull("model") ? node.get("model").toString() : null,
                disabled,
                node.path("problem").asText(""));
    }

    private static Gate gate(JsonNode node) throws IOException {
        if (node.has("healthyMillis")) {
            return new Gate.Healthy(Duration.ofMillis(node.path("healthyMillis").asLong()));
        }
        if (node.has("command")) {
            List<String> words = new ArrayList<>();
            node.path("command").forEach(word -> words.add(word.asText()));
            if (words.isEmpty()) {
                throw new IOException("a gate has a command without words");
            }
            return new Gate.Command(
                    words, Duration.ofMillis(node.path("timeoutMillis").asLong()));
        }
        if (node.path("approval").asBoolean()) {
            return new Gate.Approval();
        }
        throw new IOException("a gate is of a kind that this jcompose does not know: " + node);
    }
}
