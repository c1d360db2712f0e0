package io.jcompose.orchestrator.daemon;

import io.jcompose.orchestrator.api.VolumeShelf;
import io.jcompose.orchestrator.observe.Labels;
import io.jcompose.runtime.Volumes;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** {@link VolumeShelf} on the volumes of this daemon. */
final class LiveShelf implements VolumeShelf {
    /** For all volumes of a question together. */
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final Volumes volumes;
    private final Path directory;

    LiveShelf(Volumes volumes, Path directory) {
        this.volumes = volumes;
        this.directory = directory;
    }

    @Override
    public List<Entry> look(Collection<String> names) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        Map<String, Map<String, String>> known = volumes.list();
        List<Entry> entries = new ArrayList<>();
        for (String name : names) {
            Map<String, String> labels = known.get(name);
            if (labels != null) {
                Count count = new Count(until);
                entries.add(new Entry(name, count.of(directory.resolve(name)), count.over, Labels.guarded(labels)));
            }
        }
        return entries;
    }

    /** The sizes of files; what cannot be read counts as more. */
    private static final class Count extends SimpleFileVisitor<Path> {
        private final long until;
        private long bytes;
        private boolean over;

        Count(long until) {
            this.until = until;
        }

        long of(Path volume) {
            try {
                Files.walkFileTree(volume.resolve("_data"), this);
            } catch (IOException e) {
                over = true;
            }
            return bytes;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            bytes += attributes.size();
            over |= System.nanoTime() > until;
            return over ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException cause) {
            over = true;
            return FileVisitResult.CONTINUE;
        }
    }
}
