package io.jcompose.orchestrator.secret;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jcompose.orchestrator.secret.NamedContent.Kind;
import io.jcompose.orchestrator.secret.NamedContent.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Names and versions as they are stored: no content, only digests. */
final class Names {
    private static final int FORMAT = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SecretFiles files;
    private SortedMap<String, NamedContent> all;

    private Names(SecretFiles files, SortedMap<String, NamedContent> all) {
        this.files = files;
        this.all = all;
    }

    static Names open(SecretFiles files) throws IOException {
        Path file = files.named();
        SortedMap<String, NamedContent> all = new TreeMap<>();
        if (Files.exists(file)) {
            try {
                for (NamedContent named : read(JSON.readTree(Files.readAllBytes(file)))) {
                    all.put(key(named.kind(), named.name()), named);
                }
            } catch (JsonProcessingException | IllegalArgumentException e) {
                throw new SecretException(
                        SecretException.Kind.DAMAGED, "the names of secrets in " + file + " cannot be read");
            }
        }
        return new Names(files, all);
    }

    private static List<NamedContent> read(JsonNode root) throws IOException {
        if (root.path("version").asInt() != FORMAT) {
            throw new SecretException(
                    SecretException.Kind.DAMAGED,
                    "the names of secrets have format " + root.path("version").asInt() + ", and this jcompose reads "
                            + FORMAT);
        }
        List<NamedContent> all = new ArrayList<>();
        for (JsonNode node : root.path("names")) {
            List<Version> versions = new ArrayList<>();
            node.path("versions")
                    .forEach(version -> versions.add(new Version(
                            version.path("number").asInt(),
                            version.path("digest").asText(),
                            version.path("created").asText(),
                            version.path("bytes").asLong())));
            all.add(new NamedContent(
                    Kind.valueOf(node.path("kind").asText()), node.path("name").asText(), versions));
        }
        return all;
    }

    private static String key(Kind kind, String name) {
        return kind + " " + name;
    }

    Collection<NamedContent> all() {
        return all.values();
    }

    Optional<NamedContent> find(Kind kind, String name) {
        return Optional.ofNullable(all.get(key(kind, name)));
    }

    void put(NamedContent named) throws IOException {
        SortedMap<String, NamedContent> changed = new TreeMap<>(all);
        changed.put(key(named.kind(), named.name()), named);
        store(changed);
    }

    void remove(Kind kind, String name) throws IOException {
        SortedMap<String, NamedContent> changed = new TreeMap<>(all);
        changed.remove(key(kind, name));
        store(changed);
    }

    /** First to disk: what is answered is durable. */
    private void store(SortedMap<String, NamedContent> changed) throws IOException {
        ObjectNode root = JSON.createObjectNode().put("version", FORMAT);
        ArrayNode names = root.putArray("names");
        for (NamedContent named : changed.values()) {
            ObjectNode node = names.addObject().put("kind", named.kind().name()).put("name", named.name());
            ArrayNode versions = node.putArray("versions");
            for (Version version : named.versions()) {
                versions.addObject()
                        .put("number", version.number())
                        .put("digest", version.digest())
                        .put("created", version.created())
                        .put("bytes", version.bytes());
            }
        }
        files.putNamed(JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root));
        all = changed;
    }
}
