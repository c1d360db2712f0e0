package io.jcompose.runtime.cgroup;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.ContainerLimits;
import io.jcompose.runtime.cgroup.CgroupSettings.Setting;
import io.jcompose.runtime.linux.Kernel;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cgroups of one daemon: {@code jcompose-<instance>/<container>} at the top of each hierarchy, and one for all
 * keepers, which no container's limit may hit.
 */
public final class Cgroups {
    private static final Logger LOG = LoggerFactory.getLogger(Cgroups.class);
    private static final String KEEPERS = "keepers";
    private static final List<String> V2_CONTROLLERS = List.of("memory", "cpu", "pids");
    /** Hierarchies that a keeper itself is put into: what it uses must not count as the daemon's. */
    private static final List<String> KEEPER_V1 = List.of("memory", "pids");

    private final Kernel kernel;
    private final CgroupHost host;
    private final String group;

    private Cgroups(Kernel kernel, CgroupHost host, String instance) {
        this.kernel = kernel;
        this.host = host;
        this.group = "jcompose-" + instance;
    }

    /** Finds the host's cgroups; ours are made with the first container, and go with the last. */
    public static Cgroups open(Kernel kernel, String instance) throws IOException {
        return new Cgroups(kernel, CgroupHost.parse(Files.readString(Path.of("/proc/self/mountinfo"))), instance);
    }

    private void prepare() throws IOException {
        if (host.v2().isPresent()) {
            Path top = host.v2().get();
            enableControllers(top);
            Files.createDirectories(top.resolve(group));
            enableControllers(top.resolve(group));
        }
        for (Path hierarchy : hierarchies()) {
            Files.createDirectories(hierarchy.resolve(group).resolve(KEEPERS));
        }
    }

    private static void enableControllers(Path directory) throws IOException {
        Set<String> there = Set.of(Files.readString(directory.resolve("cgroup.controllers"))
                .strip()
                .split(" "));
        for (String controller : V2_CONTROLLERS) {
            if (there.contains(controller)) {
                Files.writeString(directory.resolve("cgroup.subtree_control"), "+" + controller);
            }
        }
    }

    private Set<Path> hierarchies() {
        return host.v2()
                .map(Set::of)
                .orElseGet(() -> new LinkedHashSet<>(host.v1().values()));
    }

    /** Files into which a keeper writes its own number. */
    public List<String> keeperFiles() {
        if (host.v2().isPresent()) {
            return List.of(host.v2().get() + "/" + group + "/" + KEEPERS + "/cgroup.procs");
        }
        return KEEPER_V1.stream()
                .filter(host.v1()::containsKey)
                .map(controller -> host.v1().get(controller) + "/" + group + "/" + KEEPERS + "/tasks")
                .toList();
    }

    /** Files into which the number of a process is written to make it a member of the container's cgroups. */
    public List<String> memberFiles(String id) {
        String file = host.unified() ? "cgroup.procs" : "tasks";
        return directories(id).stream()
                .map(directory -> directory.resolve(file).toString())
                .toList();
    }

    private List<Path> directories(String id) {
        return hierarchies().stream()
                .map(hierarchy -> hierarchy.resolve(group).resolve(id))
                .toList();
    }

    /**
     * Makes the container's cgroups and sets their values.
     *
     * @throws ContainerException.HostLacks for a limit that this host cannot enforce
     */
    public synchronized void create(String id, ContainerLimits limits) throws ContainerException {
        try {
            prepare();
            for (Path directory : directories(id)) {
                Files.createDirectories(directory);
            }
        } catch (IOException e) {
            throw new ContainerException("cannot make the cgroups of container " + id + ": " + e.getMessage(), e);
        }
        for (Setting setting : settings(limits)) {
            apply(id, setting);
        }
        if (host.unified()) {
            filterDevices(id);
        }
    }

    private void filterDevices(String id) throws ContainerException {
        try {
            for (Path directory : directories(id)) {
                kernel.filterDevices(directory, DeviceProgram.of(DeviceRule.USUAL));
            }
        } catch (IOException e) {
            throw new ContainerException.HostLacks(
                    "cannot keep a container from the devices of this host: " + e.getMessage()
                            + "; use a kernel with CONFIG_CGROUP_BPF, and give the daemon CAP_BPF and CAP_NET_ADMIN",
                    e);
        }
    }

    private List<Setting> settings(ContainerLimits limits) {
        return host.unified() ? CgroupSettings.v2(limits) : CgroupSettings.v1(limits);
    }

    /** Sets those limits of a running container again that somebody has changed. */
    public void restore(String id, ContainerLimits limits) throws ContainerException, IOException {
        for (Setting setting : settings(limits)) {
            Optional<Path> file = file(id, setting.controller(), setting.file()).filter(Files::exists);
            // To set a list of devices again would close all of them for a moment.
            if (setting.needed()
                    && setting.readable()
                    && file.isPresent()
                    && !current(file.get()).equals(setting.value())) {
                apply(id, setting);
            }
        }
    }

    private static String current(Path file) throws IOException {
        return Files.readString(file).strip();
    }

    private void apply(String id, Setting setting) throws ContainerException {
        Optional<Path> file = file(id, setting.controller(), setting.file()).filter(Files::exists);
        if (file.isEmpty()) {
            if (setting.needed()) {
                throw lacks(
                        setting,
                        "this host has no such controller (see jcompose doctor)",
                        new NoSuchFileException(setting.file()));
            }
            return;
        }
        try {
            Files.writeString(file.get(), setting.value());
        } catch (IOException e) {
            throw lacks(setting, "the kernel refuses the value " + setting.value(), e);
        }
    }

    private static ContainerException lacks(Setting setting, String why, IOException cause) {
        return new ContainerException.HostLacks(
                "cannot limit %s by %s: %s".formatted(setting.controller(), setting.file(), why), cause);
    }

    private Optional<Path> file(String id, String controller, String file) {
        return host.v2()
                .or(() -> Optional.ofNullable(host.v1().get(controller)))
                .map(top -> top.resolve(group).resolve(id).resolve(file));
    }

    /** Whether the kernel has killed a process of the container for want of memory. */
    public boolean oomKilled(String id) throws IOException {
        Optional<Path> file = file(id, "memory", host.unified() ? "memory.events" : "memory.oom_control");
        if (file.isEmpty() || !Files.exists(file.get())) {
            return false;
        }
        // Both have a line "oom_kill N".
        return Files.readString(file.get())
                .lines()
                .filter(line -> line.startsWith("oom_kill "))
                .anyMatch(line -> !line.endsWith(" 0"));
    }

    /** Processes that are in the container's cgroups. */
    public Set<Integer> members(String id) throws IOException {
        Set<Integer> members = new LinkedHashSet<>();
        for (Path directory : directories(id)) {
            Path file = directory.resolve("cgroup.procs");
            if (Files.exists(file)) {
                Files.readString(file).lines().map(Integer::parseInt).forEach(members::add);
            }
        }
        return members;
    }

    /** Kills all members by {@code cgroup.kill}: false where the kernel has no such thing (version 1). */
    public boolean killAll(String id) throws IOException {
        Optional<Path> file =
                host.v2().map(top -> top.resolve(group).resolve(id).resolve("cgroup.kill"));
        if (file.isEmpty() || !Files.exists(file.get())) {
            return false;
        }
        Files.writeString(file.get(), "1");
        return true;
    }

    /**
     * Stops all processes of a container from being scheduled, and waits until none is.
     *
     * @throws IOException when it has not happened in time
     */
    public void freeze(String id) throws IOException {
        freezer(id)
                .orElseThrow(() -> new IOException("this host has no freezer cgroup"))
                .freeze();
    }

    /** Lets all processes of a container go on; nothing where they do. */
    public void thaw(String id) throws IOException {
        Optional<Freezer> freezer = freezer(id);
        if (freezer.isPresent()) {
            freezer.get().thaw();
        }
    }

    private Optional<Freezer> freezer(String id) {
        return file(id, "freezer", "").map(directory -> new Freezer(directory, host.unified()));
    }

    /** Removes the container's cgroups, with groups that were made below them. They must be empty. */
    public synchronized void remove(String id) throws IOException {
        for (Path directory : directories(id)) {
            removeTree(directory);
        }
    }

    /** Removes the groups of this daemon when no container has any below them: after the last one was removed. */
    public synchronized void tidy() throws IOException {
        for (Path hierarchy : hierarchies()) {
            removeWhenUnused(hierarchy.resolve(group));
        }
    }

    /** The keepers' group goes when no container's is left beside it. A keeper that is just ending holds it back. */
    private static void removeWhenUnused(Path ours) throws IOException {
        if (!Files.exists(ours)) {
            return;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(ours, Files::isDirectory)) {
            for (Path entry : entries) {
                if (!entry.getFileName().toString().equals(KEEPERS)) {
                    return;
                }
            }
        }
        try {
            removeTree(ours);
        } catch (FileSystemException e) {
            // Busy: the next container that goes tries again.
            LOG.debug("{} is still in use", ours);
        }
    }

    private static void removeTree(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        List<Path> inner = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, Files::isDirectory)) {
            entries.forEach(inner::add);
        }
        for (Path group : inner) {
            removeTree(group);
        }
        Files.delete(directory);
    }

    /** Containers that have cgroups but are not among {@code known}. */
    public Set<String> strangers(Collection<String> known) throws IOException {
        Set<String> strangers = new LinkedHashSet<>();
        for (Path hierarchy : hierarchies()) {
            if (!Files.exists(hierarchy.resolve(group))) {
                continue;
            }
            try (DirectoryStream<Path> entries =
                    Files.newDirectoryStream(hierarchy.resolve(group), Files::isDirectory)) {
                for (Path entry : entries) {
                    strangers.add(entry.getFileName().toString());
                }
            }
        }
        strangers.removeAll(known);
        strangers.remove(KEEPERS);
        return strangers;
    }

    /** Whether this daemon has any group. */
    public boolean present() {
        return hierarchies().stream().anyMatch(hierarchy -> Files.exists(hierarchy.resolve(group)));
    }

    /** Removes all groups of this daemon; for tests, and when it is uninstalled. No keeper may be left. */
    public void removeAll() throws IOException {
        for (Path hierarchy : hierarchies()) {
            removeTree(hierarchy.resolve(group));
        }
    }

    /** Whether containers see the unified hierarchy below {@code /sys/fs/cgroup}. */
    public boolean unified() {
        return host.unified();
    }

    /** The controllers of version 1 that containers see below {@code /sys/fs/cgroup}. */
    public List<String> v1Controllers() {
        return host.unified() ? List.of() : host.v1().keySet().stream().sorted().toList();
    }
}
