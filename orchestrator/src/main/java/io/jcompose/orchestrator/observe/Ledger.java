package io.jcompose.orchestrator.observe;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.jcompose.orchestrator.plan.Health;
import io.jcompose.orchestrator.plan.Memo;
import io.jcompose.runtime.disk.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
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
    private final Disk disk;
    private final Map<String, Note> notes = new ConcurrentHashMap<>();

    /**
     * What is remembered of one container.
     *
     * @param memo for the planner
     * @param health as last probed
     * @param healthSince since when it is so, CLOCK_BOOTTIME milliseconds; 0 when that is not known
     */
    public record Note(Memo memo, Health health, long healthSince) {}

    private Ledger(Path directory, Disk disk) {
        this.directory = directory;
        this.disk = disk;
    }

    /** Reads the notes of an earlier daemon of this boot. */
    public static Ledger open(Path directory, Disk disk) throws IOException {
        Files.createDirectories(directory);
        Ledger ledger = new Ledger(directory, disk);
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
        return notes.getOrDefault(id, new Note(new Memo(false, 0, 0, 0, 0, 0, 0), Health.NONE, 0));
    }

    /** Remembers the memo of a container. */
    public synchronized void put(String id, Memo memo) throws IOException {
        Note old = get(id);
        write(id, new Note(memo, old.health(), old.healthSince()));
    }

    /** Remembers the health of a container, and since when it is so. */
    public synchronized void put(String id, Health health, long since) throws IOException {
        write(id, new Note(get(id).memo(), health, since));
    }

    /** A run begins: what probes said of the one before does not hold for it. Nothing changes where there were none. */
    public synchronized void begins(String id, long now) throws IOException {
        Note old = get(id);
        if (old.health() != Health.NONE && old.health() != Health.STARTING) {
            write(id, new Note(old.memo(), Health.STARTING, now));
        }
    }

    private void write(String id, Note note) throws IOException {
        notes.put(id, note);
        disk.replace(file(id), JSON.writeValueAsBytes(note));
    }

    /** The container is gone, and so is what was remembered of it. */
    public synchronized void forget(String id) throws IOException {
        notes.remove(id);
        disk.discard(file(id));
    }

    /** Forgets all containers but these: a killed daemon may have removed one before it could forget it. */
    public synchronized void retain(Collection<String> ids) throws IOException {
        for (String id : List.copyOf(notes.keySet())) {
            if (!ids.contains(id)) {
                forget(id);
            }
        }
    }

    private Path file(String id) {
        return directory.resolve(id + ".json");
    }
}
