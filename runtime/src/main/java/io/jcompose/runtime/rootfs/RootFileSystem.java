package io.jcompose.runtime.rootfs;

import io.jcompose.runtime.ContainerMount;
import io.jcompose.runtime.GrantedFile;
import io.jcompose.runtime.keeper.ChildStep;
import io.jcompose.runtime.keeper.RootStep;
import io.jcompose.runtime.linux.Flags;
import io.jcompose.runtime.store.ContainerFiles;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A container's file system. Pure: {@link #steps} says how it is made.
 *
 * @param files of the container on the host
 * @param base makes what everything is mounted in: {@link RootStep.Overlay} or {@link RootStep.Tree}
 * @param mounts what the user mounts, in order
 * @param provided absolute paths inside that are files of ours
 * @param granted files in memory that only the container sees
 * @param workingDirectory made when missing
 * @param readOnly whether the root is
 * @param cgroups what is seen of cgroups
 */
public record RootFileSystem(
        ContainerFiles files,
        ChildStep base,
        List<ContainerMount> mounts,
        List<String> provided,
        List<GrantedFile> granted,
        String workingDirectory,
        boolean readOnly,
        CgroupView cgroups) {
    private static final long NO_SUID_DEV_EXEC = Flags.MS_NOSUID | Flags.MS_NODEV | Flags.MS_NOEXEC;
    private static final int WORLD_WRITABLE = 0666;

    /** Docker's lists: what of /proc and /sys tells about the host, and what would change it. */
    private static final List<String> MASKED = List.of(
            "/proc/acpi",
            "/proc/asound",
            "/proc/interrupts",
            "/proc/kcore",
            "/proc/keys",
            "/proc/latency_stats",
            "/proc/sched_debug",
            "/proc/scsi",
            "/proc/timer_list",
            "/proc/timer_stats",
            "/sys/devices/virtual/powercap",
            "/sys/firmware");

    private static final List<String> PROTECTED =
            List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

    /** Which cgroup file systems a container sees. */
    public record CgroupView(boolean unified, List<String> v1Controllers) {}

    /** The steps from the host's mounts to the container's own root. */
    public List<ChildStep> steps() {
        List<ChildStep> steps = new ArrayList<>();
        steps.add(new RootStep.Propagation(Flags.MS_REC | Flags.MS_SLAVE));
        steps.add(base);
        addKernelFileSystems(steps);
        addDevices(steps);
        mounts.forEach(mount -> steps.add(step(mount)));
        addProvided(steps);
        steps.addAll(GrantedFiles.steps(files, granted));
        steps.add(new RootStep.Directory(workingDirectory));
        MASKED.forEach(path -> steps.add(new RootStep.Mask(path)));
        PROTECTED.forEach(path -> steps.add(new RootStep.Protect(path)));
        if (readOnly) {
            steps.add(new RootStep.ProtectRoot());
        }
        steps.add(new RootStep.Pivot());
        return steps;
    }

    private void addKernelFileSystems(List<ChildStep> steps) {
        long readOnlyToo = NO_SUID_DEV_EXEC | Flags.MS_RDONLY;
        String cgroup = "/sys/fs/cgroup";
        steps.add(new RootStep.Mount("proc", "/proc", NO_SUID_DEV_EXEC, ""));
        steps.add(new RootStep.Mount("sysfs", "/sys", readOnlyToo, ""));
        if (cgroups.unified()) {
            steps.add(new RootStep.Mount("cgroup2", cgroup, readOnlyToo, ""));
            return;
        }
        steps.add(new RootStep.Mount("tmpfs", cgroup, NO_SUID_DEV_EXEC, "mode=755"));
        cgroups.v1Controllers()
                .forEach(name -> steps.add(new RootStep.Mount("cgroup", cgroup + "/" + name, readOnlyToo, name)));
        steps.add(new RootStep.Protect(cgroup));
    }

    private static void addDevices(List<ChildStep> steps) {
        steps.add(new RootStep.Mount("tmpfs", "/dev", Flags.MS_NOSUID | Flags.MS_NOEXEC, "mode=755,size=65536k"));
        steps.add(new RootStep.Device("/dev/null", WORLD_WRITABLE, 1, 3));
        steps.add(new RootStep.Device("/dev/zero", WORLD_WRITABLE, 1, 5));
        steps.add(new RootStep.Device("/dev/full", WORLD_WRITABLE, 1, 7));
        steps.add(new RootStep.Device("/dev/random", WORLD_WRITABLE, 1, 8));
        steps.add(new RootStep.Device("/dev/urandom", WORLD_WRITABLE, 1, 9));
        steps.add(new RootStep.Device("/dev/tty", WORLD_WRITABLE, 5, 0));
        steps.add(new RootStep.Mount(
                "devpts", "/dev/pts", Flags.MS_NOSUID | Flags.MS_NOEXEC, "newinstance,ptmxmode=0666,mode=0620,gid=5"));
        steps.add(new RootStep.Mount("tmpfs", "/dev/shm", NO_SUID_DEV_EXEC, "mode=1777,size=65536k"));
        steps.add(new RootStep.Mount("mqueue", "/dev/mqueue", NO_SUID_DEV_EXEC, ""));
        steps.add(new RootStep.Link("/dev/ptmx", "pts/ptmx"));
        steps.add(new RootStep.Link("/dev/fd", "/proc/self/fd"));
        steps.add(new RootStep.Link("/dev/stdin", "/proc/self/fd/0"));
        steps.add(new RootStep.Link("/dev/stdout", "/proc/self/fd/1"));
        steps.add(new RootStep.Link("/dev/stderr", "/proc/self/fd/2"));
    }

    /** What the user mounts on such a path wins. */
    private void addProvided(List<ChildStep> steps) {
        Set<String> taken = new HashSet<>();
        mounts.forEach(mount -> taken.add(mount.target()));
        for (String path : provided) {
            if (!taken.contains(path)) {
                steps.add(new RootStep.Bind(files.provided(path).toString(), path, 0));
            }
        }
    }

    private static ChildStep step(ContainerMount mount) {
        if (mount instanceof ContainerMount.Bind bind) {
            return new RootStep.Bind(bind.source(), bind.target(), bind.readOnly() ? Flags.MOUNT_ATTR_RDONLY : 0);
        }
        ContainerMount.Tmpfs tmpfs = (ContainerMount.Tmpfs) mount;
        String size = tmpfs.size() > 0 ? ",size=" + tmpfs.size() : "";
        return new RootStep.Mount("tmpfs", tmpfs.target(), NO_SUID_DEV_EXEC, "mode=%o%s".formatted(tmpfs.mode(), size));
    }
}
