package io.jcompose.runtime.rootfs;

import io.jcompose.runtime.ContainerMount;
import io.jcompose.runtime.keeper.LaunchStep;
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
 * @param base makes what everything is mounted in: {@link LaunchStep.Overlay} or {@link LaunchStep.Tree}
 * @param mounts what the user mounts, in order
 * @param provided absolute paths inside that are files of ours
 * @param workingDirectory made when missing
 * @param readOnly whether the root is
 * @param cgroups what is seen of cgroups
 */
public record RootFileSystem(
        ContainerFiles files,
        LaunchStep.OfChild base,
        List<ContainerMount> mounts,
        List<String> provided,
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
    public List<LaunchStep.OfChild> steps() {
        List<LaunchStep.OfChild> steps = new ArrayList<>();
        steps.add(new LaunchStep.Propagation(Flags.MS_REC | Flags.MS_SLAVE));
        steps.add(base);
        addKernelFileSystems(steps);
        addDevices(steps);
        mounts.forEach(mount -> steps.add(step(mount)));
        addProvided(steps);
        steps.add(new LaunchStep.Directory(workingDirectory));
        MASKED.forEach(path -> steps.add(new LaunchStep.Mask(path)));
        PROTECTED.forEach(path -> steps.add(new LaunchStep.Protect(path)));
        if (readOnly) {
            steps.add(new LaunchStep.ProtectRoot());
        }
        steps.add(new LaunchStep.Pivot());
        return steps;
    }

    private void addKernelFileSystems(List<LaunchStep.OfChild> steps) {
        long readOnlyToo = NO_SUID_DEV_EXEC | Flags.MS_RDONLY;
        String cgroup = "/sys/fs/cgroup";
        steps.add(new LaunchStep.Mount("proc", "/proc", NO_SUID_DEV_EXEC, ""));
        steps.add(new LaunchStep.Mount("sysfs", "/sys", readOnlyToo, ""));
        if (cgroups.unified()) {
            steps.add(new LaunchStep.Mount("cgroup2", cgroup, readOnlyToo, ""));
            return;
        }
        steps.add(new LaunchStep.Mount("tmpfs", cgroup, NO_SUID_DEV_EXEC, "mode=755"));
        cgroups.v1Controllers()
                .forEach(name -> steps.add(new LaunchStep.Mount("cgroup", cgroup + "/" + name, readOnlyToo, name)));
        steps.add(new LaunchStep.Protect(cgroup));
    }

    private static void addDevices(List<LaunchStep.OfChild> steps) {
        steps.add(new LaunchStep.Mount("tmpfs", "/dev", Flags.MS_NOSUID | Flags.MS_NOEXEC, "mode=755,size=65536k"));
        steps.add(new LaunchStep.Device("/dev/null", WORLD_WRITABLE, 1, 3));
        steps.add(new LaunchStep.Device("/dev/zero", WORLD_WRITABLE, 1, 5));
        steps.add(new LaunchStep.Device("/dev/full", WORLD_WRITABLE, 1, 7));
        steps.add(new LaunchStep.Device("/dev/random", WORLD_WRITABLE, 1, 8));
        steps.add(new LaunchStep.Device("/dev/urandom", WORLD_WRITABLE, 1, 9));
        steps.add(new LaunchStep.Device("/dev/tty", WORLD_WRITABLE, 5, 0));
        steps.add(new LaunchStep.Mount(
                "devpts", "/dev/pts", Flags.MS_NOSUID | Flags.MS_NOEXEC, "newinstance,ptmxmode=0666,mode=0620,gid=5"));
        steps.add(new LaunchStep.Mount("tmpfs", "/dev/shm", NO_SUID_DEV_EXEC, "mode=1777,size=65536k"));
        steps.add(new LaunchStep.Mount("mqueue", "/dev/mqueue", NO_SUID_DEV_EXEC, ""));
        steps.add(new LaunchStep.Link("/dev/ptmx", "pts/ptmx"));
        steps.add(new LaunchStep.Link("/dev/fd", "/proc/self/fd"));
        steps.add(new LaunchStep.Link("/dev/stdin", "/proc/self/fd/0"));
        steps.add(new LaunchStep.Link("/dev/stdout", "/proc/self/fd/1"));
        steps.add(new LaunchStep.Link("/dev/stderr", "/proc/self/fd/2"));
    }

    /** What the user mounts on such a path wins. */
    private void addProvided(List<LaunchStep.OfChild> steps) {
        Set<String> taken = new HashSet<>();
        mounts.forEach(mount -> taken.add(mount.target()));
        for (String path : provided) {
            if (!taken.contains(path)) {
                steps.add(new LaunchStep.Bind(files.provided(path).toString(), path, 0));
            }
        }
    }

    private static LaunchStep.OfChild step(ContainerMount mount) {
        if (mount instanceof ContainerMount.Bind bind) {
            return new LaunchStep.Bind(bind.source(), bind.target(), bind.readOnly() ? Flags.MOUNT_ATTR_RDONLY : 0);
        }
        ContainerMount.Tmpfs tmpfs = (ContainerMount.Tmpfs) mount;
        String size = tmpfs.size() > 0 ? ",size=" + tmpfs.size() : "";
        return new LaunchStep.Mount(
                "tmpfs", tmpfs.target(), NO_SUID_DEV_EXEC, "mode=%o%s".formatted(tmpfs.mode(), size));
    }
}
