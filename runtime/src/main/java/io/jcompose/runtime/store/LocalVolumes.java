package io.jcompose.runtime.store;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.Volumes;
import io.jcompose.runtime.disk.Disk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Volumes below {@code <root>/volumes}: {@code <name>/_data}, and their labels beside it. */
public final class LocalVolumes implements Volumes {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]{0,254}");
    private static final String DATA = "_data";
    private static final String LABELS = "labels.json";
    /** Begins the names of volumes that are being made or removed; no volume can be named so. */
    private static final String UNFINISHED = "_";

    private static final ObjectMapper JSON = new ObjectMapper();
    private final Path directory;
    private final Disk disk;

    private volatile SortedMap<String, Map<String, String>> known = new TreeMap<>();

    private LocalVolumes(Path directory, Disk disk) {
        this.directory = directory;
        this.disk = disk;
    }

    /** Opens the volumes of a root directory and finishes what was begun before. */
    public static LocalVolumes open(RuntimeLayout layout, Disk disk) throws IOException {
        Files.createDirectories(layout.volumes());
        // A container's root can make a set-uid program here, which no other user of the host may reach.
        Files.setPosixFilePermissions(layout.volumes(), PosixFilePermissions.fromString("rwx------"));
        try (DirectoryStream<Path> unfinished = Files.newDirectoryStream(layout.volumes(), UNFINISHED + "*")) {
            for (Path leftover : unfinished) {
                disk.removeTree(leftover);
            }
        }
        LocalVolumes volumes = new LocalVolumes(layout.volumes(), disk);
        volumes.recheck();
        return volumes;
    }

    @Override
    public Map<String, Map<String, String>> list() {
        return known;
    }

    @Override
    public synchronized void recheck() {
        SortedMap<String, Map<String, String>> volumes = new TreeMap<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, "[a-zA-Z0-9]*")) {
            for (Path entry : entries) {
                volumes.put(entry.getFileName().toString(), labels(entry));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list the volumes in " + directory, e);
        }
        known = Collections.unmodifiableSortedMap(volumes);
    }

    private void know(String name, @Nullable Map<String, String> labels) {
        SortedMap<String, Map<String, String>> volumes = new TreeMap<>(known);
        if (labels == null) {
            volumes.remove(name);
        } else {
            volumes.put(name, labels);
        }
        known = Collections.unmodifiableSortedMap(volumes);
    }

    private static Map<String, String> labels(Path volume) throws IOException {
        return JSON.readValue(Files.readAllBytes(volume.resolve(LABELS)), new TypeReference<Map<String, String>>() {});
    }

    @Override
    public synchronized Path ensure(String name, Map<String, String> labels) throws ContainerException {
        Path volume = path(name);
        try {
            if (!Files.exists(volume)) {
                Path fresh = directory.resolve(UNFINISHED + name);
                disk.removeTree(fresh);
                Files.createDirectories(fresh.resolve(DATA));
                disk.write(fresh.resolve(LABELS), JSON.writeValueAsBytes(labels));
                disk.move(fresh, volume);
            }
            know(name, labels(volume));
            return volume.resolve(DATA);
        } catch (IOException e) {
            throw new ContainerException("cannot make the volume \"" + name + "\": " + e.getMessage(), e);
        }
    }

    @Override
    public Optional<String> named(Path place) {
        Path normal = place.normalize();
        boolean inside = normal.startsWith(directory) && normal.getNameCount() > directory.getNameCount();
        return inside ? Optional.of(normal.getName(directory.getNameCount()).toString()) : Optional.empty();
    }

    @Override
    public synchronized void remove(String name) throws ContainerException {
        Path volume = path(name);
        Path gone = directory.resolve(UNFINISHED + name);
        try {
            disk.removeTree(gone);
            if (Files.exists(volume)) {
                disk.move(volume, gone);
                disk.removeTree(gone);
            }
            know(name, null);
        } catch (IOException e) {
            throw new ContainerException("cannot remove the volume \"" + name + "\": " + e.getMessage(), e);
        }
    }

    private Path path(String name) throws ContainerException {
        if (!NAME.matcher(name).matches()) {
            throw new ContainerException("\"" + name
                    + "\" cannot name a volume: only letters, digits, \"_\", \".\" and \"-\", first a letter or digit");
        }
        return directory.resolve(name);
    }
}
