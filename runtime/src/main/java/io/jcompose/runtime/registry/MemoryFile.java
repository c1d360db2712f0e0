package io.jcompose.runtime.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.Registries.Known;
import io.jcompose.runtime.disk.Disk;
import io.jcompose.runtime.manifest.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link Memory} in a file. What is lost of it is asked again: a file that cannot be read counts as none. */
final class MemoryFile {
    private static final Logger LOG = LoggerFactory.getLogger(MemoryFile.class);
    private static final int VERSION = 1;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Path file;
    private final Disk disk;
    private volatile Memory memory;

    private MemoryFile(Path file, Disk disk, Memory memory) {
        this.file = file;
        this.disk = disk;
        this.memory = memory;
    }

    /** @throws ContainerException when a newer version wrote it */
    static MemoryFile open(Path file, Disk disk) throws ContainerException {
        return new MemoryFile(file, disk, Files.exists(file) ? read(file) : Memory.EMPTY);
    }

    Memory now() {
        return memory;
    }

    synchronized void change(UnaryOperator<Memory> change) {
        Memory next = change.apply(memory);
        memory = next;
        try {
            Files.createDirectories(file.resolveSibling(""));
            disk.write(file, write(next));
        } catch (IOException e) {
            LOG.warn("what registries said is not on disk, and will be asked again: {}", e.toString());
        }
    }

    private static Memory read(Path file) throws ContainerException {
        try {
            JsonNode root = MAPPER.readTree(Files.readAllBytes(file));
            if (root.path("version").asInt() > VERSION) {
                throw new ContainerException(file + " was written by a newer jcompose");
            }
            return parse(root);
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            LOG.warn("{} cannot be read, and is begun anew: {}", file, e.toString());
            return Memory.EMPTY;
        }
    }

    private static Memory parse(JsonNode root) {
        SortedMap<String, Known> names = new TreeMap<>();
        for (JsonNode item : root.path("names")) {
            Digest digest = Digest.parse(item.path("digest").asText());
            Instant since = Instant.parse(item.path("since").asText());
            names.put(
                    item.path("name").asText(), Memory.known(item.path("image").asText(), digest, since));
        }
        SortedMap<Digest, Memory.Packed> packed = new TreeMap<>();
        for (JsonNode item : root.path("packed")) {
            packed.put(
                    Digest.parse(item.path("layer").asText()),
                    new Memory.Packed(
                            Digest.parse(item.path("digest").asText()),
                            item.path("size").asLong()));
        }
        return new Memory(names, packed);
    }

    private static byte[] write(Memory memory) throws IOException {
        ObjectNode root = MAPPER.createObjectNode().put("version", VERSION);
        ArrayNode names = root.putArray("names");
        memory.names()
                .forEach((name, known) -> names.addObject()
                        .put("name", name)
                        .put("image", known.image())
                        .put("digest", known.digest())
                        .put("since", known.since().toString()));
        ArrayNode packed = root.putArray("packed");
        memory.packed()
                .forEach((layer, blob) -> packed.addObject()
                        .put("layer", layer.toString())
                        .put("digest", blob.digest().toString())
                        .put("size", blob.size()));
        return MAPPER.writeValueAsBytes(root);
    }
}
