package io.jcompose.orchestrator.observe;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.jcompose.orchestrator.plan.Health;
import io.jcompose.orchestrator.plan.Memo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the daemon remembers of containers, one small file each in the run directory: it survives a killed daemon, and is
 * rightly lost at a reboot. Written by rename, not synced.
 */
public final class Ledger {
    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path directory;
    private final Map<String, Note> notes = new ConcurrentHashMap<>();

    /**
     * What is remembered of one container.
     *
     * @param memo for the planner
     * @param health as last probed
     */
    public record Note(Memo memo, Health health) {}

    private Ledger(Path directory) {
        this.directory = directory;
    }

    /** Reads the notes of an earlier daemon of this boot. */
    public static Ledger open(Path directory) throws IOException {
        Files.createDirectories(directory);
        Ledger ledger = new Ledger(directory);
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                ledger.read(file);
            }
        }
        return ledger;
    }

    private void read(Path file) {
        String name = file.getFileName().toString();
        try {
            if (name.endsWith(".json")) {
                notes.put(name.substring(0, name.length() - 5), JSON.readValue(file.toFile(), Note.class));
            } else {
                Files.delete(file);
            }
        } catch (IOException e) {
            LOG.warn("{} cannot be read, its container counts as found after a reboot: {}", file, e.getMessage());
        }
    }

    /** The note of a container; one that is not {@link Memo#known} when there is none. */
    public Note get(String id) {
        return notes.getOrDefault(id, new Note(new Memo(false, 0, 0, 0, 0, 0, 0), Health.NONE));
    }

    public boolean has(String id) {
        return notes.containsKey(id);
    }

    /** Remembers the memo of a container. */
    public void put(String id, Memo memo) throws IOException {
        write(id, new Note(memo, get(id).health()));
    }

    public void put(String id, Health health) throws IOException {
        write(id, new Note(get(id).memo(), health));
    }

    private synchronized void write(String id, Note note) throws IOException {
        notes.put(id, note);
        Path temporary = directory.resolve(id + ".tmp");
        Files.write(temporary, JSON.writeValueAsBytes(note));
        Files.move(temporary, directory.resolve(id + ".json"), StandardCopyOption.ATOMIC_MOVE);
    }

    public synchronized void forget(String id) throws IOException {
        notes.remove(id);
        Files.deleteIfExists(directory.resolve(id + ".json"));
    }
}
