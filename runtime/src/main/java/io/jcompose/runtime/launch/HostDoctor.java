package io.jcompose.runtime.launch;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.ContainerLimits;
import io.jcompose.runtime.HostFinding;
import io.jcompose.runtime.HostFinding.Level;
import io.jcompose.runtime.cgroup.Cgroups;
import io.jcompose.runtime.disk.TreeRemoval;
import io.jcompose.runtime.keeper.ChildStep;
import io.jcompose.runtime.keeper.KeeperStep;
import io.jcompose.runtime.keeper.LaunchPlan;
import io.jcompose.runtime.keeper.ProcessStep;
import io.jcompose.runtime.keeper.RootStep;
import io.jcompose.runtime.linux.Flags;
import io.jcompose.runtime.linux.Kernel;
import io.jcompose.runtime.store.RuntimeLayout;
import io.jcompose.runtime.store.StorageSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Tries on this host what containers need, in scratch places of its own; nothing is concluded from version numbers. */
public final class HostDoctor {
    /** One {@code struct sock_filter}: return SECCOMP_RET_ALLOW. */
    private static final byte[] ALLOW_ALL = {6, 0, 0, 0, 0, 0, (byte) 0xff, 0x7f};

    private static final String CGROUP = "0";

    private final Kernel kernel;
    private final Keepers keepers;
    private final Path scratch;
    private final StorageSettings.Driver driver;
    private final List<HostFinding> findings = new ArrayList<>();

    private HostDoctor(Kernel kernel, Keepers keepers, Path scratch, StorageSettings.Driver driver) {
        this.kernel = kernel;
        this.keepers = keepers;
        this.scratch = scratch;
        this.driver = driver;
    }

    /** Something that works, or says why not. */
    @FunctionalInterface
    private interface Trial {
        void run() throws IOException, ContainerException;
    }

    /**
     * A finding for each thing that was tried. Leaves nothing behind.
     *
     * @param driver how root file systems are to be made
     */
    public static List<HostFinding> examine(Kernel kernel, RuntimeLayout layout, StorageSettings.Driver driver)
            throws IOException {
        Path scratch = Files.createTempDirectory(Files.createDirectories(layout.trials()), "doctor");
        try (EventLoop loop = new EventLoop(kernel);
                Keepers keepers = new Keepers(kernel, loop)) {
            HostDoctor doctor = new HostDoctor(kernel, keepers, scratch, driver);
            doctor.tryAll();
            return List.copyOf(doctor.findings);
        } finally {
            TreeRemoval.remove(scratch);
        }
    }

    private void tryAll() {
        attempt("root", Level.MISSING, HostDoctor::beRoot, "run the daemon as root, for example by sudo");
        attempt(
                "pidfd",
                Level.MISSING,
                () -> kernel.pidfdOpen((int) ProcessHandle.current().pid()).close(),
                "use a kernel of version 5.12 or later");
        attempt(
                "namespaces",
                Level.MISSING,
                () -> run(
                        Flags.CLONE_NEWNS | Flags.CLONE_NEWPID | Flags.CLONE_NEWIPC | Flags.CLONE_NEWUTS,
                        new ProcessStep.Unshare(Flags.CLONE_NEWCGROUP)),
                "use a kernel with namespaces, and give the daemon CAP_SYS_ADMIN");
        attempt(
                "network namespaces",
                Level.MISSING,
                () -> run(Flags.CLONE_NEWNET, new ProcessStep.Loopback()),
                "use a kernel with CONFIG_NET_NS");
        attempt(
                "user namespaces",
                Level.DEGRADED,
                () -> run(Flags.CLONE_NEWUSER),
                "set user.max_user_namespaces above 0; until then root in containers is root on the host");
        attempt(
                "overlayfs",
                driver == StorageSettings.Driver.OVERLAY ? Level.MISSING : Level.DEGRADED,
                this::tryRoot,
                "load the kernel module overlay, and keep the root directory (--root) on ext4, xfs or btrfs; until then"
                        + " each container gets a copy of its image, which takes time and room");
        attempt(
                "seccomp",
                Level.DEGRADED,
                () -> run(0, new ProcessStep.Seccomp(ALLOW_ALL)),
                "use a kernel with CONFIG_SECCOMP_FILTER");
        attempt(
                "device filter",
                Level.MISSING,
                () -> tryCgroups(ContainerLimits.NONE),
                "use a kernel with CONFIG_CGROUP_BPF (version 2) or CONFIG_CGROUP_DEVICE (version 1)");
        tryLimit("memory limits", new ContainerLimits(64 << 20, 0, 0), "memory");
        tryLimit("cpu limits", new ContainerLimits(0, 500_000_000, 0), "cpu");
        tryLimit("process limits", new ContainerLimits(0, 0, 64), "pids");
    }

    private void attempt(String what, Level whenMissing, Trial trial, String remedy) {
        try {
            trial.run();
            findings.add(new HostFinding(what, Level.OK, "works", ""));
        } catch (IOException | ContainerException e) {
            findings.add(new HostFinding(what, whenMissing, String.valueOf(e.getMessage()), remedy));
        }
    }

    private static void beRoot() throws IOException {
        Object uid = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        if (!uid.equals(0)) {
            throw new IOException("this is user " + uid);
        }
    }

    private void run(int namespaces, ChildStep... steps) throws IOException {
        List<ChildStep> child = new ArrayList<>(List.of(steps));
        child.add(new ProcessStep.Done());
        keepers.run(
                "doctor",
                new LaunchPlan(
                        List.of(new KeeperStep.Spawn(namespaces, false), new KeeperStep.Supervise(true)), child));
    }

    /** A root as containers get it: an overlay, mounts found by openat2(2), a read-only bind mount, pivot_root(2). */
    private void tryRoot() throws IOException {
        if (driver == StorageSettings.Driver.COPY) {
            throw new IOException("the setting of the storage driver forbids it");
        }
        Roots.tryOverlay(
                keepers,
                Files.createDirectory(scratch.resolve("root")),
                List.of(
                        new RootStep.Bind(scratch.toString(), "/bound", Flags.MOUNT_ATTR_RDONLY),
                        new RootStep.Pivot()));
    }

    private void tryLimit(String what, ContainerLimits limits, String controller) {
        attempt(
                what,
                Level.DEGRADED,
                () -> tryCgroups(limits),
                "boot with the cgroup controller " + controller + " (on Debian cgroup_enable=" + controller + ")");
    }

    private void tryCgroups(ContainerLimits limits) throws IOException, ContainerException {
        Cgroups cgroups =
                Cgroups.open(kernel, "doctor" + ProcessHandle.current().pid());
        try {
            cgroups.create(CGROUP, limits);
        } finally {
            cgroups.removeAll();
        }
    }
}
