package io.jcompose.orchestrator.release;

import io.jcompose.runtime.disk.Disk;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Releases on disk, {@code <project>/<number>.json}, and their headings in memory once somebody asked for them. */
public final class ReleaseStore {
    private static final Logger LOG = LoggerFactory.getLogger(ReleaseStore.class);
    private static final String SUFFIX = ".json";

    private final Path directory;
    private final Disk disk;
    private final Map<String, SortedMap<Integer, Heading>> known = new HashMap<>();

    private ReleaseStore(Path directory, Disk disk) {
        this.directory = directory;
        this.disk = disk;
    }

    public static ReleaseStore open(Path directory, Disk disk) throws IOException {
        Files.createDirectories(directory);
        return new ReleaseStore(directory, disk);
    }

    /** Names of all projects that have releases, sorted. */
    synchronized List<String> projects() throws IOException {
        try (Stream<Path> names = Files.list(directory)) {
            return names.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    synchronized Shelf shelf(String project) throws IOException {
        return new Shelf(Collections.unmodifiableSortedMap(new TreeMap<>(headings(project))));
    }

    private SortedMap<Integer, Heading> headings(String project) throws IOException {
        SortedMap<Integer, Heading> there = known.get(project);
        if (there == null) {
            there = read(project);
            known.put(project, there);
        }
        return there;
    }

    private SortedMap<Integer, Heading> read(String project) throws IOException {
        SortedMap<Integer, Heading> found = new TreeMap<>();
        Path place = directory.resolve(project);
        if (!Files.isDirectory(place)) {
            return found;
        }
        List<Path> files;
        try (Stream<Path> listed = Files.list(place)) {
            files = listed.sorted().toList();
        }
        for (Path file : files) {
            if (!file.getFileName().toString().endsWith(SUFFIX)) {
                Files.delete(file);
                continue;
            }
            try (InputStream in = Files.newInputStream(file)) {
                Heading heading = ReleaseFile.heading(in);
                found.put(heading.number(), heading);
            } catch (IOException e) {
                LOG.error("the release {} cannot be read, and is left out: {}", file, e.toString());
            }
        }
        return found;
    }

    /** The whole of one; empty when there is none of this number. */
    synchronized Optional<Release> release(String project, int number) throws IOException {
        Path file = file(project, number);
        if (!headings(project).containsKey(number)) {
            return Optional.empty();
        }
        try {
            return Optional.of(ReleaseFile.read(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new IOException("the release " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Writes a new one, or a known one anew. */
    synchronized void put(Release release) throws IOException {
        Heading heading = release.heading();
        SortedMap<Integer, Heading> headings = headings(heading.project());
        Path place = directory.resolve(heading.project());
        if (!Files.isDirectory(place)) {
            Files.createDirectory(place);
            disk.sync(directory);
        }
        disk.write(file(heading.project(), heading.number()), ReleaseFile.write(release));
        headings.put(heading.number(), heading);
    }

    /** Forgets some, and gives their headings. */
    synchronized List<Heading> drop(String project, List<Integer> numbers) throws IOException {
        List<Heading> dropped = new ArrayList<>();
        for (int number : numbers) {
            disk.delete(file(project, number));
            Heading heading = headings(project).remove(number);
            if (heading != null) {
                dropped.add(heading);
            }
        }
        return dropped;
    }

    private Path file(String project, int number) {
        return directory.resolve(project).resolve(number + SUFFIX);
    }
}
