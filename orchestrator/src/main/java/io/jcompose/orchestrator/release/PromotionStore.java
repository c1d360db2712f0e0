package io.jcompose.orchestrator.release;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jcompose.orchestrator.audit.Who;
import io.jcompose.runtime.disk.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Promotions that are under way, by the project that they go to: a file each. One class knows this layout. */
public final class PromotionStore {
    private static final int VERSION = 1;
    private static final String SUFFIX = ".json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path directory;
    private final Disk disk;
    private final SortedMap<String, Promotion> known = new TreeMap<>();

    private PromotionStore(Path directory, Disk disk) {
        this.directory = directory;
        this.disk = disk;
    }

    /** Reads all. One that cannot be read is an error: half a promotion is not forgotten silently. */
    public static PromotionStore open(Path directory, Disk disk) throws IOException {
        Files.createDirectories(directory);
        PromotionStore store = new PromotionStore(directory, disk);
        List<Path> files;
        try (Stream<Path> listed = Files.list(directory)) {
            files = listed.sorted().toList();
        }
        for (Path file : files) {
            if (!file.getFileName().toString().endsWith(SUFFIX)) {
                Files.delete(file);
                continue;
            }
            try {
                Promotion promotion = read(JSON.readTree(Files.readAllBytes(file)));
                store.known.put(promotion.target(), promotion);
            } catch (IOException | IllegalArgumentException e) {
                throw new IOException(
                        "the stored promotion " + file + " cannot be read: " + e.getMessage()
                                + "; move the file away to start without it",
                        e);
            }
        }
        return store;
    }

    synchronized @Nullable Promotion into(String project) {
        return known.get(project);
    }

    synchronized List<Promotion> all() {
        return List.copyOf(known.values());
    }

    synchronized Promotion put(Promotion promotion) throws IOException {
        disk.write(file(promotion.target()), JSON.writeValueAsBytes(json(promotion)));
        known.put(promotion.target(), promotion);
        return promotion;
    }

    synchronized void remove(String project) throws IOException {
        disk.delete(file(project));
        known.remove(project);
    }

    private Path file(String project) {
        return directory.resolve(project + SUFFIX);
    }

    private static ObjectNode json(Promotion promotion) throws IOException {
        ObjectNode node = JSON.createObjectNode()
                .put("version", VERSION)
                .put("from", promotion.from())
                .put("release", promotion.release())
                .put("timeoutSeconds", promotion.timeoutSeconds())
                .put("phase", promotion.phase().name())
                .put("passed", promotion.passed())
                .put("previous", promotion.previous())
                .put("newest", promotion.newest());
        write(node.putObject("who"), promotion.who());
        Who approver = promotion.approver();
        if (approver != null) {
            write(node.putObject("approver"), approver);
        }
        node.set("stage", StagingJson.write(promotion.stage()));
        node.set("staging", StagingJson.write(promotion.staging()));
        ObjectNode images = node.putObject("images");
        promotion
                .images()
                .forEach((service, image) -> images.putObject(service)
                        .put("reference", image.reference())
                        .put("id", image.id())
                        .put("digest", image.digest()));
        return node;
    }

    private static void write(ObjectNode node, Who who) {
        node.put("user", who.user()).put("uid", who.uid());
    }

    private static Promotion read(JsonNode node) throws IOException {
        int version = node.path("version").asInt();
        if (version != VERSION) {
            throw new IOException("it has format " + version + ", and this jcompose reads format " + VERSION);
        }
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
        return new Promotion(
                node.path("from").asText(),
                node.path("release").asInt(),
                StagingJson.stage(node.path("stage")),
                StagingJson.read(node.path("staging")),
                images,
                who(node.path("who")),
                node.path("timeoutSeconds").asInt(),
                Promotion.Phase.valueOf(node.path("phase").asText()),
                node.path("passed").asInt(),
                node.has("approver") ? who(node.path("approver")) : null,
                node.path("previous").asInt(),
                node.path("newest").asInt());
    }

    private static Who who(JsonNode node) {
        return new Who(node.path("user").asText(), node.path("uid").asInt(-1));
    }
}
