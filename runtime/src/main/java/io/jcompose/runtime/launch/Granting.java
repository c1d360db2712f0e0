package io.jcompose.runtime.launch;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.GrantedFile;
import io.jcompose.runtime.keeper.ChildStep;
import io.jcompose.runtime.keeper.KeeperStep;
import io.jcompose.runtime.keeper.LaunchPlan;
import io.jcompose.runtime.keeper.ProcessStep;
import io.jcompose.runtime.keeper.RootStep;
import io.jcompose.runtime.linux.Fd;
import io.jcompose.runtime.linux.Flags;
import io.jcompose.runtime.rootfs.GrantedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Replaces granted files in running containers. A process makes them in a mount namespace of its own, joins the
 * container's, and moves each mount there to its target.
 */
final class Granting {
    private final Keepers keepers;

    Granting(Keepers keepers) {
        this.keepers = keepers;
    }

    static void check(List<GrantedFile> granted) throws ContainerException {
        long all = 0;
        for (GrantedFile file : granted) {
            all += file.content().length;
            if (file.content().length > GrantedFile.LARGEST) {
                throw new ContainerException(
                        "the file for " + file.target() + " is larger than " + (GrantedFile.LARGEST >> 10) + " KiB");
            }
        }
        if (all > GrantedFile.LARGEST_TOGETHER) {
            throw new ContainerException("its secrets and configs are larger than "
                    + (GrantedFile.LARGEST_TOGETHER >> 20) + " MiB together");
        }
    }

    void replace(Tracked container, List<GrantedFile> granted) throws ContainerException {
        check(granted);
        if (granted.isEmpty()) {
            return;
        }
        try (Fd main = Commands.main(container)) {
            Files.createDirectories(container.files().granted());
            keepers.run("grant " + container.id(), plan(container, granted), Map.of(ExecPlan.MAIN, main));
        } catch (IOException e) {
            throw new ContainerException(
                    "cannot replace files of container " + container.id() + ": " + e.getMessage(), e);
        }
    }

    private static LaunchPlan plan(Tracked container, List<GrantedFile> granted) {
        List<ChildStep> steps = new ArrayList<>();
        steps.add(new RootStep.Propagation(Flags.MS_REC | Flags.MS_SLAVE));
        steps.addAll(GrantedFiles.staged(container.files(), granted));
        steps.add(new ProcessStep.JoinProcess(ExecPlan.MAIN, Flags.CLONE_NEWNS));
        steps.addAll(GrantedFiles.replaced(granted));
        steps.add(new ProcessStep.Done());
        return new LaunchPlan(
                List.of(new KeeperStep.Spawn(Flags.CLONE_NEWNS, false), new KeeperStep.Supervise(true)), steps);
    }
}
