package io.jcompose.runtime.launch;

import io.jcompose.runtime.ContainerStatus;
import io.jcompose.runtime.cgroup.Cgroups;
import io.jcompose.runtime.disk.Disk;
import io.jcompose.runtime.keeper.ExitRecord;
import io.jcompose.runtime.linux.Errno;
import io.jcompose.runtime.linux.Flags;
import io.jcompose.runtime.linux.Kernel;
import io.jcompose.runtime.linux.SyscallException;
import io.jcompose.runtime.store.ContainerFiles;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** After the main process: nothing of the container is left running, and how it ended is known. */
final class Ending {
    private static final long STEP_NANOS = 1_000_000;
    /** A killed process that has not gone after so many steps hangs in the kernel. */
    private static final int STEPS = 5_000;

    private final Kernel kernel;
    private final Cgroups cgroups;
    private final Disk disk;

    Ending(Kernel kernel, Cgroups cgroups, Disk disk) {
        this.kernel = kernel;
        this.cgroups = cgroups;
        this.disk = disk;
    }

    /** The exit record of the container's last start; empty when its keeper could not write one. */
    static Optional<ExitRecord> record(ContainerFiles files) throws IOException {
        try {
            return ExitRecord.parse(Files.readAllBytes(files.exit()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Empties and removes the cgroups; remembers whether memory ran out. */
    void clean(String id, ContainerFiles files) throws IOException {
        empty(id);
        if (cgroups.oomKilled(id) && !Files.exists(files.oom())) {
            disk.replace(files.oom(), new byte[0]);
        }
        removeCgroups(id);
    }

    void empty(String id) throws IOException {
        for (int step = 0; step < STEPS; step++) {
            var members = cgroups.members(id);
            if (members.isEmpty()) {
                return;
            }
            if (!cgroups.killAll(id)) {
                for (int pid : members) {
                    kill(pid);
                }
            }
            LockSupport.parkNanos(STEP_NANOS);
        }
        throw new IOException("processes " + cgroups.members(id) + " of container " + id + " cannot be killed");
    }

    private void kill(int pid) throws IOException {
        try {
            kernel.kill(pid, Flags.SIGKILL);
        } catch (SyscallException e) {
            if (e.errno() != Errno.ESRCH) {
                throw e;
            }
        }
    }

    /** A group is busy for a moment after its last process has gone. */
    void removeCgroups(String id) throws IOException {
        for (int step = 0; ; step++) {
            try {
                cgroups.remove(id);
                return;
            } catch (FileSystemException e) {
                if (step == STEPS) {
                    throw e;
                }
                LockSupport.parkNanos(STEP_NANOS);
            }
        }
    }

    /** The status that the files tell of a container of which nothing runs. */
    static ContainerStatus status(ContainerFiles files, Optional<RecordedPids> pids) throws IOException {
        Optional<ExitRecord> record =
                record(files).filter(found -> pids.isEmpty() || pids.get().run() == found.run());
        if (Files.exists(files.failure())) {
            return new ContainerStatus.FailedToStart(
                    Files.readString(files.failure()),
                    Files.getLastModifiedTime(files.failure()).toInstant());
        }
        boolean oom = Files.exists(files.oom());
        if (record.isPresent()) {
            return status(record.get(), oom);
        }
        if (pids.isPresent()) {
            return new ContainerStatus.Exited(
                    ContainerStatus.UNKNOWN_CODE, oom, pids.get().startedAt(), Instant.now());
        }
        return new ContainerStatus.Created();
    }

    private static ContainerStatus status(ExitRecord record, boolean oom) {
        if (record.end() instanceof ExitRecord.End.Ended ended) {
            return new ContainerStatus.Exited(ended.code(), oom, RecordedPids.instant(record.run()), record.at());
        }
        ExitRecord.End.NotStarted failed = (ExitRecord.End.NotStarted) record.end();
        return new ContainerStatus.FailedToStart(
                "could not start: " + Errno.text(failed.failure().errno()), record.at());
    }
}
