package io.jcompose.runtime.launch;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.ContainerSpec;
import io.jcompose.runtime.GrantedFile;
import io.jcompose.runtime.Image;
import io.jcompose.runtime.cgroup.Cgroups;
import io.jcompose.runtime.disk.Disk;
import io.jcompose.runtime.keeper.ChildStep;
import io.jcompose.runtime.keeper.KeeperMessage;
import io.jcompose.runtime.keeper.KeeperStep;
import io.jcompose.runtime.keeper.LaunchPlan;
import io.jcompose.runtime.linux.Errno;
import io.jcompose.runtime.linux.Fd;
import io.jcompose.runtime.linux.Kernel;
import io.jcompose.runtime.log.LogSegments;
import io.jcompose.runtime.rootfs.RootFileSystem;
import io.jcompose.runtime.store.ContainerFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Starts a container: prepares what its plan names, gives the plan to a keeper, and waits for the exec. */
final class Launcher {
    private final Kernel kernel;
    private final EventLoop loop;
    private final Keepers keepers;
    private final Cgroups cgroups;
    private final Sandboxes sandboxes;
    private final Disk disk;
    private final String bootId;
    private final byte[] seccomp;
    private final Roots roots;
    private final VolumeSeeding seeding;

    Launcher(
            Kernel kernel,
            EventLoop loop,
            Keepers keepers,
            Cgroups cgroups,
            Sandboxes sandboxes,
            Disk disk,
            String bootId,
            byte[] seccomp,
            Roots roots) {
        this.kernel = kernel;
        this.loop = loop;
        this.keepers = keepers;
        this.cgroups = cgroups;
        this.sandboxes = sandboxes;
        this.disk = disk;
        this.bootId = bootId;
        this.seccomp = seccomp;
        this.roots = roots;
        this.seeding = new VolumeSeeding(kernel, keepers);
    }

    /** Another keeper holds the container: another daemon started it, or an earlier life of this one. */
    static final class AlreadyKept extends ContainerException {
        AlreadyKept(String id) {
            super("container " + id + " is held by another keeper");
        }
    }

    /**
     * Returns when the command runs; watching has not begun yet.
     *
     * @param attached its input, or null for none
     */
    Supervision start(
            ContainerSpec spec,
            Image image,
            ContainerFiles files,
            Map<String, String> provided,
            List<GrantedFile> granted,
            @Nullable Attached attached)
            throws ContainerException {
        try {
            forgetLastRun(files);
            for (Map.Entry<String, String> file : provided.entrySet()) {
                Files.writeString(files.provided(file.getKey()), file.getValue());
            }
            ChildStep root = roots.of(files, image.layers());
            seeding.fill(spec, root);
            cgroups.create(spec.id(), spec.limits());
            var given =
                    new ContainerPlan.Files(provided.keySet().stream().sorted().toList(), granted);
            if (!granted.isEmpty()) {
                Files.createDirectories(files.granted());
            }
            LaunchPlan plan = ContainerPlan.of(spec, image, given, host(spec, files, root, attached != null));
            return launch(spec.id(), files, plan, attached);
        } catch (IOException e) {
            throw new ContainerException("cannot start container " + spec.id() + ": " + e.getMessage(), e);
        }
    }

    private void forgetLastRun(ContainerFiles files) throws IOException {
        disk.discard(files.failure());
        disk.discard(files.oom());
    }

    private ContainerPlan.Host host(ContainerSpec spec, ContainerFiles files, ChildStep root, boolean attached)
            throws IOException {
        boolean whole = Ending.record(files).isPresent();
        return new ContainerPlan.Host(
                files,
                root,
                membership(spec.id()),
                new RootFileSystem.CgroupView(cgroups.unified(), cgroups.v1Controllers()),
                sandboxes.network(spec.id()).toString(),
                bootId,
                run(),
                LogSegments.next(files.log(), whole),
                seccomp,
                attached);
    }

    private ContainerPlan.Membership membership(String id) {
        return new ContainerPlan.Membership(cgroups.keeperFiles(), cgroups.memberFiles(id));
    }

    private static long run() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000_000 + now.getNano();
    }

    private Supervision launch(String id, ContainerFiles files, LaunchPlan plan, @Nullable Attached attached)
            throws IOException, ContainerException {
        Optional<Fd> input = attached == null ? Optional.empty() : attached.forKeeper();
        Keepers.Spawned keeper = keepers.spawn(
                "container " + id, plan, input.map(fd -> Map.of(0, fd)).orElse(Map.of()));
        Optional<Fd> terminal = Optional.empty();
        boolean started = false;
        try (Fd control = keeper.control()) {
            Optional<Keepers.Heard> answer = keepers.receive(control);
            if (answer.isPresent() && answer.get().descriptor().isPresent()) {
                terminal = answer.get().descriptor();
                answer = keepers.receive(control);
            }
            if (answer.isPresent() && answer.get().message() instanceof KeeperMessage.Failed failed) {
                throw failure(id, plan, failed);
            }
            if (answer.isEmpty()) {
                throw new IOException("its keeper was killed");
            }
            RecordedPids pids =
                    RecordedPids.read(files.pids()).orElseThrow(() -> new IOException(files.pids() + " is missing"));
            started = true;
            return Supervision.of(kernel, loop, keepers, pids, Optional.of(keeper.pidfd()));
        } finally {
            handOver(terminal, attached);
            if (!started) {
                keepers.waitForEnd(keeper.pidfd());
            }
        }
    }

    /** The keeper has the terminal too, and reads it: ours is for writing, and for nobody when nobody is attached. */
    private static void handOver(Optional<Fd> terminal, @Nullable Attached attached) throws IOException {
        if (attached != null) {
            attached.begun(terminal);
        } else if (terminal.isPresent()) {
            terminal.get().close();
        }
    }

    private static ContainerException failure(String id, LaunchPlan plan, KeeperMessage.Failed failed) {
        if (failed.failure().opcode() == KeeperStep.Lock.OPCODE
                && failed.failure().errno() == Errno.EAGAIN) {
            return new AlreadyKept(id);
        }
        return new ContainerException(FailureText.of(plan, failed.step(), failed.failure()));
    }
}
