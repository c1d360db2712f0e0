package io.jcompose.orchestrator.release;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jcompose.orchestrator.audit.Who;
import io.jcompose.orchestrator.reconcile.ProjectFile;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The stored form of a release; its heading comes first, so that a list reads no models. One class knows this layout. */
final class ReleaseFile {
    private static final int VERSION = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    private ReleaseFile() {}

    static byte[] write(Release release) throws IOException {
        ObjectNode root = JSON.createObjectNode().put("version", VERSION);
        root.set("heading", heading(release.heading()));
        ArrayNode plan = root.putArray("plan");
        release.plan().forEach(step -> plan.addObject().put("text", step.text()).put("because", step.because()));
        root.set("staging", StagingJson.write(release.staging()));
        root.set("wanted", JSON.readTree(ProjectFile.write(release.wanted())));
        return JSON.writeValueAsBytes(root);
    }

    private static ObjectNode heading(Heading heading) {
        ObjectNode node = JSON.createObjectNode()
                .put("project", heading.project())
                .put("number", heading.number())
                .put("environment", heading.environment())
                .put("time", heading.time().toString())
                .put("user", heading.who().user())
                .put("uid", heading.who().uid())
                .put("cause", heading.cause())
                .put("content", heading.content())
                .put("state", heading.outcome().state().name())
                .put("reason", heading.outcome().reason())
                .put("stands", heading.outcome().stands());
        ObjectNode images = node.putObject("images");
        heading.images()
                .forEach((service, image) -> images.putObject(service)
                        .put("reference", image.reference())
                        .put("id", image.id())
                        .put("digest", image.digest()));
        return node;
    }

    static Release read(byte[] bytes) throws IOException {
        JsonNode root = JSON.readTree(bytes);
        checkVersion(root.path("version").asInt());
        List<Release.Step> plan = new ArrayList<>();
        root.path("plan")
                .forEach(step -> plan.add(new Release.Step(
                        step.path("text").asText(), step.path("because").asText())));
        return new Release(
                heading(root.path("heading")),
                ProjectFile.read(JSON.writeValueAsBytes(root.path("wanted"))),
                plan,
                StagingJson.read(root.path("staging")));
    }

    /** Reads no further than the heading. */
    static Heading heading(InputStream in) throws IOException {
        try (JsonParser parser = JSON.getFactory().createParser(in)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("it is no release");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                parser.nextToken();
                if (field.equals("version")) {
                    checkVersion(parser.getIntValue());
                } else if (field.equals("heading")) {
                    JsonNode node = JSON.readTree(parser);
                    return heading(node);
                } else {
                    parser.skipChildren();
                }
            }
        }
        throw new IOException("it has no heading");
    }

    private static void checkVersion(int version) throws IOException {
        if (version != VERSION) {
            throw new IOException("it has format " + version + ", and this jcompose reads format " + VERSION);
        }
    }

    private static Heading heading(JsonNode node) throws IOException {
        SortedMap<String, ReleasedImage> images = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : node.path("images").properties()) {
            JsonNode image = entry.getValue();
            images.put(
                    entry.getKey(),
                    new ReleasedImage(
                            image.path("reference").asText(),
                            image.path("id").asText(),
                            image.hasNonNull("digest") ? image.get("digest").asText() : null));
        }
        try {
            return new Heading(
                    node.path("project").asText(),
                    node.path("number").asInt(),
                    node.path("environment").asText(),
                    Instant.parse(node.path("time").asText()),
                    new Who(node.path("user").asText(), node.path("uid").asInt(-1)),
                    node.path("cause").asText(),
                    node.path("content").asInt(),
                    images,
                    new Outcome(
                            Outcome.State.valueOf(node.path("state").asText()),
                            node.path("reason").asText(),
                            node.path("stands").asBoolean()));
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new IOException("its heading is damaged: " + e.getMessage(), e);
        }
    }
}
