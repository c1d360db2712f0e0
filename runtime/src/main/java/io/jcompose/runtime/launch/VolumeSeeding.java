package io.jcompose.runtime.launch;

import io.jcompose.runtime.ContainerMount;
import io.jcompose.runtime.ContainerSpec;
import io.jcompose.runtime.keeper.ChildStep;
import io.jcompose.runtime.keeper.KeeperStep;
import io.jcompose.runtime.keeper.LaunchPlan;
import io.jcompose.runtime.keeper.ProcessStep;
import io.jcompose.runtime.keeper.RootStep;
import io.jcompose.runtime.linux.Errno;
import io.jcompose.runtime.linux.Fd;
import io.jcompose.runtime.linux.Flags;
import io.jcompose.runtime.linux.Kernel;
import io.jcompose.runtime.linux.SyscallException;
import io.jcompose.runtime.rootfs.TreeCopy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Fills empty volumes with what the image has in their place. The kernel itself puts the layers together, in a mount
 * namespace of its own, so that whiteouts and links mean here what they will mean to the container.
 */
final class VolumeSeeding {
    private final Kernel kernel;
    private final Keepers keepers;

    VolumeSeeding(Kernel kernel, Keepers keepers) {
        this.kernel = kernel;
        this.keepers = keepers;
    }

    /** @param root makes the container's root file system */
    void fill(ContainerSpec spec, ChildStep root) throws IOException {
        List<ContainerMount.Bind> empty = new ArrayList<>();
        for (ContainerMount mount : spec.mounts()) {
            if (mount instanceof ContainerMount.Bind bind && bind.seed() && TreeCopy.isWanted(Path.of(bind.source()))) {
                empty.add(bind);
            }
        }
        if (!empty.isEmpty()) {
            keepers.run("seed " + spec.id(), plan(root), pid -> copy(empty, pid));
        }
    }

    private static LaunchPlan plan(ChildStep root) {
        return new LaunchPlan(
                List.of(new KeeperStep.Spawn(Flags.CLONE_NEWNS, false), new KeeperStep.Supervise(true)),
                List.of(
                        new RootStep.Propagation(Flags.MS_REC | Flags.MS_SLAVE),
                        root,
                        new RootStep.Pivot(),
                        new ProcessStep.Hold()));
    }

    private void copy(List<ContainerMount.Bind> mounts, int pid) throws IOException {
        try (Fd root = kernel.open(Path.of("/proc/" + pid + "/root"), Flags.O_PATH | Flags.O_DIRECTORY, 0)) {
            for (ContainerMount.Bind mount : mounts) {
                Optional<Fd> source = open(root, mount.target());
                if (source.isPresent()) {
                    try (Fd directory = source.get()) {
                        TreeCopy.fill(directory.procPath(), Path.of(mount.source()));
                    }
                }
            }
        }
    }

    /** The image's directory of that name; empty when it has none. */
    private Optional<Fd> open(Fd root, String path) throws IOException {
        try {
            int flags = Flags.O_RDONLY | Flags.O_DIRECTORY;
            return Optional.of(
                    kernel.openat2(root, path, flags, 0, Flags.RESOLVE_IN_ROOT | Flags.RESOLVE_NO_MAGICLINKS));
        } catch (SyscallException e) {
            if (e.errno() == Errno.ENOENT || e.errno() == Errno.ENOTDIR || e.errno() == Errno.ELOOP) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
