package io.jcompose.runtime.registry;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jcompose.runtime.ContainerException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How this host uses registries, as {@code registries.json} says.
 *
 * <pre>
 * {
 *   "insecure": ["registry.lan:5000"],                      spoken to without TLS when they have none
 *   "mirrors": {"docker.io": ["https://mirror.lan"]},       asked first, in this order, when images are pulled
 *   "parallel": 3                                           layers that are fetched or sent at the same time
 * }
 * </pre>
 */
record RegistrySettings(Set<String> insecure, Map<String, List<URI>> mirrors, int parallel) {
    static final RegistrySettings USUAL = new RegistrySettings(Set.of(), Map.of(), 3);

    private static final long LARGEST = 1 << 20;
    private static final int MOST_PARALLEL = 16;
    private static final Set<String> KEYS = Set.of("insecure", "mirrors", "parallel");
    private static final ObjectMapper MAPPER = new ObjectMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    /** What the first of these files that is there says. */
    static RegistrySettings read(List<Path> files) throws ContainerException {
        for (Path file : files) {
            if (Files.isRegularFile(file)) {
                try {
                    return parse(content(file));
                } catch (IOException | IllegalArgumentException e) {
                    throw new ContainerException(
                            "cannot use " + file + ": " + Plain.text(String.valueOf(e.getMessage()), 300), e);
                }
            }
        }
        return USUAL;
    }

    private static byte[] content(Path file) throws IOException {
        if (Files.size(file) > LARGEST) {
            throw new IOException("it has more than " + LARGEST + " bytes");
        }
        return Files.readAllBytes(file);
    }

    /** @throws IllegalArgumentException that says what is wrong */
    static RegistrySettings parse(byte[] json) throws IOException {
        JsonNode root = MAPPER.readTree(json);
        if (!root.isObject()) {
            throw new IllegalArgumentException("it is no JSON object");
        }
        for (Map.Entry<String, JsonNode> entry : root.properties()) {
            if (!KEYS.contains(entry.getKey())) {
                throw new IllegalArgumentException("\"" + entry.getKey() + "\" is none of insecure, mirrors, parallel");
            }
        }
        Map<String, List<URI>> mirrors = new HashMap<>();
        for (Map.Entry<String, JsonNode> entry : root.path("mirrors").properties()) {
            List<URI> uris = new ArrayList<>();
            for (String text : texts(entry.getValue(), "mirrors." + entry.getKey())) {
                uris.add(mirror(text));
            }
            mirrors.put(Repository.registryNamed(entry.getKey()), List.copyOf(uris));
        }
        int parallel = root.path("parallel").asInt(USUAL.parallel());
        if (parallel < 1 || parallel > MOST_PARALLEL) {
            throw new IllegalArgumentException("\"parallel\" is not from 1 to " + MOST_PARALLEL);
        }
        return new RegistrySettings(
                Set.copyOf(texts(root.path("insecure"), "insecure")), Map.copyOf(mirrors), parallel);
    }

    private static List<String> texts(JsonNode array, String where) {
        List<String> texts = new ArrayList<>();
        if (!array.isArray() && !array.isMissingNode()) {
            throw new IllegalArgumentException("\"" + where + "\" is no list");
        }
        for (JsonNode item : array) {
            if (!item.isTextual()) {
                throw new IllegalArgumentException("\"" + where + "\" has an entry that is no text");
            }
            texts.add(item.textValue());
        }
        return texts;
    }

    private static URI mirror(String text) {
        URI uri = URI.create(text);
        boolean plain = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        boolean bare = uri.getRawPath() == null || uri.getRawPath().matches("/?");
        if (!plain || uri.getHost() == null || uri.getRawUserInfo() != null || uri.getRawQuery() != null || !bare) {
            throw new IllegalArgumentException("the mirror '" + text + "' is not written as https://HOST[:PORT]");
        }
        return URI.create(uri.getScheme() + "://" + uri.getRawAuthority());
    }
}
