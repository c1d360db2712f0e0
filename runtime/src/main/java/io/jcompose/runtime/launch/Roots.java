package io.jcompose.runtime.launch;

import io.jcompose.runtime.disk.Disk;
import io.jcompose.runtime.disk.TreeRemoval;
import io.jcompose.runtime.keeper.ChildStep;
import io.jcompose.runtime.keeper.KeeperStep;
import io.jcompose.runtime.keeper.LaunchPlan;
import io.jcompose.runtime.keeper.ProcessStep;
import io.jcompose.runtime.keeper.RootStep;
import io.jcompose.runtime.layer.LayerCopy;
import io.jcompose.runtime.layer.LayerDifference;
import io.jcompose.runtime.layer.LayerStack;
import io.jcompose.runtime.linux.Errno;
import io.jcompose.runtime.linux.Flags;
import io.jcompose.runtime.store.ContainerFiles;
import io.jcompose.runtime.store.StorageSettings.Driver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes root file systems out of layers: by overlayfs, or by copies of them where the kernel or the file system of the
 * root directory refuses it. A container stays with what it was made of.
 */
final class Roots {
    private static final Logger LOG = LoggerFactory.getLogger(Roots.class);
    /** What the kernel says where overlayfs cannot be had; anything else may pass. */
    private static final Set<Integer> REFUSALS =
            Set.of(Errno.ENODEV, Errno.EINVAL, Errno.EPERM, Errno.EOPNOTSUPP, Errno.ENOSYS, Errno.EROFS);

    private final Keepers keepers;
    private final Path trials;
    private final Disk disk;
    private final Driver wished;
    private boolean known;
    private String whyCopied = "";

    /** @param trials a directory in the file system of the containers, for what is tried */
    Roots(Keepers keepers, Path trials, Disk disk, Driver wished) {
        this.keepers = keepers;
        this.trials = trials;
        this.disk = disk;
        this.wished = wished;
    }

    /** Why root file systems are copied on this host; empty when they are not. */
    synchronized String whyCopied() throws IOException {
        if (!known) {
            whyCopied = switch (wished) {
                case OVERLAY -> "";
                case COPY -> "the setting of the storage driver says so";
                case AUTO -> refusal();
            };
            known = true;
            if (!whyCopied.isEmpty()) {
                LOG.warn("each container gets a copy of its image instead of overlayfs: {}", whyCopied);
            }
        }
        return whyCopied;
    }

    private String refusal() throws IOException {
        Path scratch = Files.createTempDirectory(Files.createDirectories(trials), "overlay");
        try {
            tryOverlay(keepers, scratch, List.of());
            return "";
        } catch (Keepers.StepFailed e) {
            if (!REFUSALS.contains(e.errno())) {
                throw e;
            }
            return String.valueOf(e.getMessage());
        } finally {
            TreeRemoval.remove(scratch);
        }
    }

    /** Mounts an overlay in an empty directory, and does {@code further} steps in it. */
    static void tryOverlay(Keepers keepers, Path scratch, List<ChildStep> further) throws IOException {
        for (String name : List.of("layer", "upper", "work", "rootfs")) {
            Files.createDirectories(scratch.resolve(name));
        }
        List<ChildStep> steps = new java.util.ArrayList<>();
        steps.add(new RootStep.Propagation(Flags.MS_REC | Flags.MS_SLAVE));
        steps.add(new RootStep.Overlay(
                scratch.resolve("rootfs").toString(),
                scratch.resolve("upper").toString(),
                scratch.resolve("work").toString(),
                List.of(scratch.resolve("layer").toString())));
        steps.addAll(further);
        steps.add(new ProcessStep.Done());
        keepers.run(
                "doctor",
                new LaunchPlan(
                        List.of(new KeeperStep.Spawn(Flags.CLONE_NEWNS, false), new KeeperStep.Supervise(true)),
                        steps));
    }

    /**
     * The step that makes the root file system of a container; what must be copied for it is copied now.
     *
     * @param layers of its image, the topmost first
     */
    ChildStep of(ContainerFiles files, List<Path> layers) throws IOException {
        if (!files.isCopied() && whyCopied().isEmpty()) {
            return overlay(layers, files.upper(), files.work(), files.rootfs());
        }
        if (!files.isCopied()) {
            copy(files, layers);
        }
        return new RootStep.Tree(files.rootfs().toString(), files.copy().toString());
    }

    /** What it had written while there was overlayfs comes along. */
    private void copy(ContainerFiles files, List<Path> layers) throws IOException {
        disk.removeTree(files.copying());
        disk.removeTree(files.scrap());
        List<Path> all = new java.util.ArrayList<>();
        all.add(files.upper());
        all.addAll(layers);
        try {
            LayerCopy.write(all, files.copying(), files.scrap());
        } catch (IOException e) {
            disk.removeTree(files.copying());
            throw new IOException("its image cannot be copied: " + e.getMessage(), e);
        }
        // Before the copy has its name: what is younger than this file is the container's.
        disk.write(files.copied(), new byte[0]);
        disk.move(files.copying(), files.copy());
    }

    private static RootStep.Overlay overlay(List<Path> layers, Path upper, Path work, Path target) throws IOException {
        return new RootStep.Overlay(
                target.toString(),
                upper.toString(),
                work.toString(),
                LayerStack.visible(layers).stream().map(Path::toString).toList());
    }

    /** What is done while a view has its root file system. */
    @FunctionalInterface
    interface Holding {
        void with(ChildStep root) throws IOException, io.jcompose.runtime.ContainerException;
    }

    /** Makes the root file system of a view, and of a copy takes over what was written. */
    void in(LayerView view, Holding holding) throws IOException, io.jcompose.runtime.ContainerException {
        if (whyCopied().isEmpty()) {
            holding.with(overlay(view.layers(), view.upper(), view.scratch(), view.mountPoint()));
            return;
        }
        Path tree = view.scratch().resolve("tree");
        Path finished = view.scratch().resolve("copied");
        LayerCopy.write(view.layers(), tree, view.scratch().resolve("scrap"));
        Files.createFile(finished);
        holding.with(new RootStep.Tree(view.mountPoint().toString(), tree.toString()));
        if (view.isKept()) {
            LayerDifference.write(tree, finished, view.layers(), view.upper(), true);
        }
    }
}
