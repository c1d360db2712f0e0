package io.jcompose.orchestrator.reconcile;

import io.jcompose.orchestrator.execute.LiveEffects;
import io.jcompose.orchestrator.plan.Action;
import io.jcompose.orchestrator.plan.Retention;
import io.jcompose.orchestrator.plan.Wanted;
import io.jcompose.orchestrator.plan.WantedProject;
import io.jcompose.orchestrator.plan.WantedService;
import io.jcompose.runtime.disk.Disk;
import io.jcompose.spec.Healthcheck;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is wanted, on disk and in memory: one file a project, written to a temporary name, synced, renamed, and the
 * directory synced; then memory changes. When the disk refuses, memory still changes and the project is {@link #degraded}.
 */
public final class ProjectStore implements LiveEffects.Choices {
    private static final Logger LOG = LoggerFactory.getLogger(ProjectStore.class);
    private static final String SUFFIX = ".json";

    private final Path directory;
    private final Disk disk;
    private final SortedMap<String, WantedProject> projects = new TreeMap<>();
    private final Map<String, String> degraded = new ConcurrentHashMap<>();
    private volatile Wanted wanted = new Wanted(projects);

    private ProjectStore(Path directory, Disk disk) {
        this.directory = directory;
        this.disk = disk;
    }

    /** Reads all projects. A file that cannot be read is an error: nothing is forgotten silently. */
    public static ProjectStore open(Path directory, Disk disk) throws IOException {
        Files.createDirectories(directory);
        ProjectStore store = new ProjectStore(directory, disk);
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.sorted().toList()) {
                store.read(file);
            }
        }
        store.wanted = new Wanted(store.projects);
        return store;
    }

    private void read(Path file) throws IOException {
        String name = file.getFileName().toString();
        if (!name.endsWith(SUFFIX)) {
            Files.delete(file);
            return;
        }
        try {
            WantedProject project = OneOffWishes.afterRestart(ProjectFile.read(Files.readAllBytes(file)));
            projects.put(project.name(), project);
        } catch (IOException e) {
            throw new IOException(
                    "the stored project " + file + " cannot be read: " + e.getMessage()
                            + "; move the file away to start without it",
                    e);
        }
    }

    public Wanted wanted() {
        return wanted;
    }

    /** Projects whose last change is not on disk, with the reason. */
    public Map<String, String> degraded() {
        return degraded;
    }

    @Override
    public @Nullable WantedProject project(String name) {
        return wanted.projects().get(name);
    }

    /**
     * Changes one project.
     *
     * @param change gets the project, or null when there is none; gives what is wanted now, or null for nothing
     */
    public synchronized @Nullable WantedProject update(
            String name, java.util.function.Function<@Nullable WantedProject, @Nullable WantedProject> change) {
        WantedProject before = projects.get(name);
        WantedProject after = change.apply(before);
        // First to disk: a round may begin at any time, and what it does must not outlive the wish for it.
        persist(name, after);
        if (after == null) {
            projects.remove(name);
        } else {
            projects.put(name, after);
        }
        wanted = new Wanted(projects);
        return after;
    }

    private void persist(String name, @Nullable WantedProject project) {
        Path file = directory.resolve(name + SUFFIX);
        try {
            store(file, project);
            degraded.remove(name);
        } catch (IOException e) {
            LOG.error("project {} cannot be stored: {}", name, e.toString());
            degraded.put(name, "its last change is not on disk: " + e.getMessage());
        }
    }

    /** A caller whose client goes away is interrupted, which closes the file that it writes: then it is written again. */
    private void store(Path file, @Nullable WantedProject project) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            write(file, project);
        } catch (ClosedByInterruptException e) {
            interrupted |= Thread.interrupted();
            write(file, project);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void write(Path file, @Nullable WantedProject project) throws IOException {
        if (project == null) {
            disk.delete(file);
        } else {
            disk.write(file, ProjectFile.write(project));
        }
    }

    @Override
    public void imageChosen(String project, String reference, String image, @Nullable Healthcheck probe) {
        update(project, before -> {
            if (before == null) {
                return null;
            }
            SortedMap<String, WantedService> services = new TreeMap<>(before.services());
            services.replaceAll((name, service) ->
                    service.image() == null && service.spec().image().equals(reference)
                            ? service.withImage(image, probe)
                            : service);
            return before.withServices(services).withVersion(before.version());
        });
    }

    @Override
    public void judged(Action.JudgeUpdates judge) {
        update(judge.project(), before -> {
            if (before == null) {
                return null;
            }
            List<Action.JudgeUpdates.Judgement> valid = judge.judgements().stream()
                    .filter(judgement -> judgement
                            .before()
                            .equals(before.services()
                                    .get(judgement.before().spec().name())))
                    .toList();
            return Retention.judged(before, valid);
        });
    }

    @Override
    public void endOneOff(String project, String name, boolean gone) {
        update(project, before -> before == null ? null : before.withoutOneOff(name, gone));
    }

    @Override
    public void forget(String project) {
        update(project, before -> before == null || before.down() == null ? before : null);
    }
}
