package io.jcompose.runtime.launch;

import io.jcompose.runtime.ContainerStatus;
import io.jcompose.runtime.keeper.ExitRecord;
import io.jcompose.runtime.linux.Fd;
import io.jcompose.runtime.linux.Flags;
import io.jcompose.runtime.linux.Kernel;
import io.jcompose.runtime.store.ContainerFiles;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Finds out what a container is doing that an earlier daemon started. */
final class Adoption {
    private static final long STEP_NANOS = 2_000_000;
    /** How long a keeper may hold the lock before it has written down who it is. */
    private static final long STEPS = Duration.ofSeconds(10).toNanos() / STEP_NANOS;

    private final Kernel kernel;
    private final EventLoop loop;
    private final Keepers keepers;
    private final String bootId;

    Adoption(Kernel kernel, EventLoop loop, Keepers keepers, String bootId) {
        this.kernel = kernel;
        this.loop = loop;
        this.keepers = keepers;
        this.bootId = bootId;
    }

    /** What runs of the container; empty when nothing does, and then its files tell how it ended. */
    Optional<Supervision> find(ContainerFiles files) throws IOException {
        Optional<RecordedPids> pids = awaitPids(files);
        if (pids.isEmpty() || !pids.get().bootId().equals(bootId)) {
            return Optional.empty();
        }
        Optional<Fd> keeper = locked(files)
                ? Supervision.open(kernel, pids.get().keeper(), pids.get().keeperStart())
                : Optional.empty();
        if (keeper.isEmpty() && recorded(files, pids.get())) {
            return Optional.empty();
        }
        Supervision supervision = Supervision.of(kernel, loop, keepers, pids.get(), keeper);
        if (keeper.isEmpty() && !supervision.hasMain()) {
            supervision.close();
            return Optional.empty();
        }
        return Optional.of(supervision);
    }

    private Optional<RecordedPids> awaitPids(ContainerFiles files) throws IOException {
        for (long step = 0; step < STEPS; step++) {
            Optional<RecordedPids> pids = RecordedPids.read(files.pids());
            if (pids.isPresent() || !locked(files)) {
                return pids;
            }
            LockSupport.parkNanos(STEP_NANOS);
        }
        throw new IOException("the keeper that holds " + files.lock() + " has not written down who it is");
    }

    static boolean recorded(ContainerFiles files, RecordedPids pids) throws IOException {
        return Ending.record(files)
                .map(ExitRecord::run)
                .filter(run -> run == pids.run())
                .isPresent();
    }

    private boolean locked(ContainerFiles files) throws IOException {
        if (!java.nio.file.Files.exists(files.lock())) {
            return false;
        }
        try (Fd lock = kernel.open(files.lock(), Flags.O_RDWR, 0)) {
            return kernel.isLocked(lock);
        }
    }

    /** The status of a container in which {@link #find} found nothing. */
    ContainerStatus endedStatus(ContainerFiles files) throws IOException {
        return Ending.status(files, RecordedPids.read(files.pids()));
    }
}
