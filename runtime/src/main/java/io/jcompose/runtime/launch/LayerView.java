package io.jcompose.runtime.launch;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.keeper.ChildStep;
import io.jcompose.runtime.keeper.KeeperStep;
import io.jcompose.runtime.keeper.LaunchPlan;
import io.jcompose.runtime.keeper.ProcessStep;
import io.jcompose.runtime.keeper.RootStep;
import io.jcompose.runtime.linux.Fd;
import io.jcompose.runtime.linux.Flags;
import io.jcompose.runtime.linux.Kernel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A root file system that the kernel puts together out of layers, without a process of a user in it: in a mount namespace
 * that ends with the work, and with this process, so nothing of it can be left on the host.
 *
 * @param layers the topmost first; at least one
 * @param upper takes what is written
 * @param scratch empty, in the file system of {@code upper}
 * @param mountPoint an empty directory
 * @param isKept whether somebody wants what was written
 */
public record LayerView(List<Path> layers, Path upper, Path scratch, Path mountPoint, boolean isKept) {
    /** What is done in the root file system; {@code root} is its top directory, closed by the caller. */
    @FunctionalInterface
    public interface Work {
        void in(Fd root) throws IOException, ContainerException;
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

    void run(Kernel kernel, Keepers keepers, Roots roots, Work work) throws IOException, ContainerException {
        roots.in(this, root -> run(kernel, keepers, root, work));
    }

    private static void run(Kernel kernel, Keepers keepers, ChildStep step, Work work)
            throws IOException, ContainerException {
        ContainerException[] failed = new ContainerException[1];
        keepers.run("view", plan(step), pid -> {
            try (Fd root = kernel.open(Path.of("/proc/" + pid + "/root"), Flags.O_RDONLY | Flags.O_DIRECTORY, 0)) {
                work.in(root);
            } catch (ContainerException e) {
                failed[0] = e;
            }
        });
        if (failed[0] != null) {
            throw failed[0];
        }
    }
}
