package io.jcompose.orchestrator.daemon;

import io.jcompose.runtime.cgroup.Cgroups;
import io.jcompose.runtime.linux.Flags;
import io.jcompose.runtime.linux.Kernel;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Looks for what a daemon's containers and networks may leave on a scratch host. */
final class Leaks {
    private static final int MOST_ATTEMPTS = 5_000;
    private static final long BETWEEN_ATTEMPTS_NANOS = 1_000_000;

    /** What a daemon without projects keeps below its root and run directory. */
    private static final Set<String> OWN = Set.of(
            "root/instance",
            "root/lock",
            "root/networks.json",
            "root/audit.log",
            "root/releases",
            "root/secrets",
            "run/lock",
            "run/jcompose.sock",
            "root/build/cache.json");

    /** Directories of pulls and builds, which are empty when nothing is under way. */
    private static final Set<String> WORKPLACES = Set.of(
            "root/registry/tmp",
            "root/build/containers",
            "root/build/empty",
            "root/build/tmp",
            "run/build/sandboxes",
            "run/build/secrets",
            "root/build/trials");

    private final ScratchHost host;
    private final String instance;

    Leaks(ScratchHost host) throws IOException {
        this.host = host;
        this.instance = host.directories().instance();
    }

    /** Each thing left, with its kind in front. */
    List<String> all() throws IOException {
        List<String> found = new ArrayList<>();
        processes().forEach(pid -> found.add("process " + pid + " " + commandOf(pid)));
        mounts().forEach(mount -> found.add("mount " + mount));
        host.linkNames().forEach(link -> found.add("link " + link));
        if (host.tableExists()) {
            found.add("table " + host.table());
        }
        Cgroups.open(Kernel.live(), instance).strangers(List.of()).forEach(group -> found.add("cgroup " + group));
        files().forEach(file -> found.add("file " + file));
        leases().forEach(lease -> found.add("lease " + lease));
        return found;
    }

    /** Keepers and members of containers: all are in a cgroup of this instance. */
    List<Long> processes() throws IOException {
        List<Long> found = new ArrayList<>();
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            all.map(ProcessHandle::pid).filter(this::isOurs).forEach(found::add);
        }
        return found;
    }

    private boolean isOurs(long pid) {
        return read(Path.of("/proc/" + pid + "/cgroup")).contains("jcompose-" + instance);
    }

    /** Whether a process of this instance is a keeper, and no member of a container. */
    static boolean isKeeper(long pid) {
        return read(Path.of("/proc/" + pid + "/cgroup")).contains("/keepers");
    }

    /** Removes the groups of a daemon; one is busy for a moment after its last process has gone. */
    static void removeCgroups(String instance) throws IOException {
        Cgroups cgroups = Cgroups.open(Kernel.live(), instance);
        for (int attempt = 1; ; attempt++) {
            try {
                cgroups.removeAll();
                return;
            } catch (FileSystemException e) {
                if (attempt == MOST_ATTEMPTS) {
                    throw e;
                }
                LockSupport.parkNanos(BETWEEN_ATTEMPTS_NANOS);
            }
        }
    }

    /** Processes inside the container, its main process first. */
    static List<Long> processesOf(String container) {
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            return all.map(ProcessHandle::pid)
                    .filter(pid -> read(Path.of("/proc/" + pid + "/cgroup")).contains(container))
                    .sorted()
                    .toList();
        }
    }

    private static String commandOf(long pid) {
        return read(Path.of("/proc/" + pid + "/cmdline")).replace('\0', ' ');
    }

    /** A process that has ended meanwhile reads as nothing. */
    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }

    /** Mount points below the base directory, but for the host's namespace. */
    List<String> mounts() throws IOException {
        String base = host.base() + "/";
        return Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
                .map(line -> line.split(" ")[4])
                .filter(point -> point.startsWith(base) && !point.equals(base + "host"))
                .toList();
    }

    private List<String> files() throws IOException {
        List<String> found = new ArrayList<>();
        for (String top : List.of("root", "run")) {
            Path directory = host.base().resolve(top);
            if (Files.exists(directory)) {
                collect(directory, found);
            }
        }
        return found;
    }

    /** Empty directories of the daemon's own stay; everything in them is somebody's. */
    private void collect(Path directory, List<String> found) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            for (Path entry : entries.sorted().toList()) {
                String name = host.base().relativize(entry).toString();
                boolean own = OWN.contains(name) || name.equals("root/images") || isMemory(entry, name);
                boolean topDirectory = Files.isDirectory(entry)
                        && name.chars().filter(c -> c == '/').count() == 1;
                if (topDirectory && !own) {
                    collect(entry, found);
                } else if (!own) {
                    found.add(name);
                }
            }
        }
    }

    /** What registries said, and their empty room for work. */
    private static boolean isMemory(Path entry, String name) throws IOException {
        if (!WORKPLACES.contains(name)) {
            return name.equals("root/registry/memory.json");
        }
        try (Stream<Path> files = Files.list(entry)) {
            return files.findAny().isEmpty();
        }
    }

    /** Networks, endpoints and ports that are still leased. */
    List<String> leases() throws IOException {
        Path file = host.directories().root().resolve("networks.json");
        if (!Files.exists(file)) {
            return List.of();
        }
        return Files.readAllLines(file).stream()
                .map(String::strip)
                .filter(line ->
                        line.startsWith("\"owner\"") || line.startsWith("\"name\"") || line.startsWith("\"port\""))
                .toList();
    }

    /** Who has addresses and ports. */
    List<String> leaseOwners() throws IOException {
        return leases().stream()
                .filter(line -> line.startsWith("\"owner\""))
                .map(line -> line.split("\"")[3])
                .toList();
    }

    /** Removes the daemon's own groups, and before that what a test that failed has left. */
    void clear() throws IOException {
        for (long pid : processes()) {
            ProcessHandle.of(pid).ifPresent(process -> {
                process.destroyForcibly();
            });
        }
        for (String mount : mounts()) {
            Kernel.live().unmount(Path.of(mount), Flags.MNT_DETACH);
        }
        removeCgroups(instance);
    }

    /** Deletes a tree; no mount may be left in it. */
    static void delete(Path tree) throws IOException {
        try (Stream<Path> all = Files.walk(tree)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
