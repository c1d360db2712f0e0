package io.jcompose.runtime.launch;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.disk.Disk;
import io.jcompose.runtime.keeper.KeeperStep;
import io.jcompose.runtime.keeper.LaunchPlan;
import io.jcompose.runtime.keeper.ProcessStep;
import io.jcompose.runtime.linux.Errno;
import io.jcompose.runtime.linux.Flags;
import io.jcompose.runtime.linux.Kernel;
import io.jcompose.runtime.linux.SyscallException;
import io.jcompose.runtime.store.RuntimeLayout;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The namespaces that outlive a container's processes: kept by bind mounts in the run directory, gone at a reboot. */
final class Sandboxes {
    private final Kernel kernel;
    private final Keepers keepers;
    private final RuntimeLayout layout;
    private final Disk disk;

    Sandboxes(Kernel kernel, Keepers keepers, RuntimeLayout layout, Disk disk) {
        this.kernel = kernel;
        this.keepers = keepers;
        this.layout = layout;
        this.disk = disk;
    }

    Path network(String id) {
        return layout.sandbox(id).resolve("net");
    }

    /** Whether the namespace is still mounted on its file: then the file is on another device than its directory. */
    boolean exists(String id) {
        try {
            return Files.exists(network(id)) && !device(network(id)).equals(device(layout.sandbox(id)));
        } catch (IOException e) {
            return false;
        }
    }

    private static Object device(Path path) throws IOException {
        return Files.getAttribute(path, "unix:dev");
    }

    void create(String id) throws ContainerException {
        if (exists(id)) {
            return;
        }
        try {
            Files.createDirectories(layout.sandbox(id));
            if (!Files.exists(network(id))) {
                Files.createFile(network(id));
            }
            keepers.run("sandbox " + id, plan(network(id).toString()));
        } catch (IOException e) {
            throw new ContainerException("cannot make the sandbox of container " + id + ": " + e.getMessage(), e);
        }
    }

    /** The user namespace will be made here first, so that it owns the network namespace. */
    static LaunchPlan plan(String network) {
        return new LaunchPlan(
                List.of(new KeeperStep.Spawn(Flags.CLONE_NEWNET, false), new KeeperStep.Supervise(true)),
                List.of(new ProcessStep.Loopback(), new ProcessStep.KeepNetwork(network), new ProcessStep.Done()));
    }

    void remove(String id) throws IOException {
        while (exists(id)) {
            unmount(network(id));
        }
        disk.removeTree(layout.sandbox(id));
    }

    /** Removes sandboxes of containers that are no more. */
    void removeOthers(Set<String> known) throws IOException {
        Path all = layout.sandboxes();
        if (!Files.isDirectory(all)) {
            return;
        }
        List<String> others = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(all)) {
            entries.forEach(entry -> others.add(entry.getFileName().toString()));
        }
        others.removeAll(known);
        for (String other : others) {
            remove(other);
        }
    }

    private void unmount(Path path) throws IOException {
        try {
            kernel.unmount(path, Flags.MNT_DETACH);
        } catch (SyscallException e) {
            if (e.errno() != Errno.EINVAL) {
                throw e;
            }
        }
    }
}
