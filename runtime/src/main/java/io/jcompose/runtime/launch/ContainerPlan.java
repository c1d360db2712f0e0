package io.jcompose.runtime.launch;

import io.jcompose.runtime.ContainerLimits;
import io.jcompose.runtime.ContainerSpec;
import io.jcompose.runtime.GrantedFile;
import io.jcompose.runtime.Image;
import io.jcompose.runtime.ResourceLimit;
import io.jcompose.runtime.keeper.ChildStep;
import io.jcompose.runtime.keeper.KeeperStep;
import io.jcompose.runtime.keeper.LaunchPlan;
import io.jcompose.runtime.keeper.ProcessStep;
import io.jcompose.runtime.linux.Flags;
import io.jcompose.runtime.rootfs.RootFileSystem;
import io.jcompose.runtime.store.ContainerFiles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The plan of a container's start. Pure. */
final class ContainerPlan {
    private static final int RLIMIT_NOFILE = 7;
    private static final long SOFT_FILES = 1024;
    private static final long HARD_FILES = 524_288;
    private static final String DEFAULT_PATH = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private ContainerPlan() {}

    /**
     * What the plan needs to know of the host.
     *
     * @param base makes the root file system
     * @param cgroups where keeper and child belong
     * @param cgroupView what the container sees of cgroups
     * @param network names the network namespace
     * @param run names this start
     * @param logSegment the log's segment to go on with
     * @param seccomp the filter; empty for none
     * @param attached whether the keeper's standard input is the container's
     */
    @SuppressWarnings("ArrayRecordComponent") // only handed on
    record Host(
            ContainerFiles files,
            ChildStep base,
            Membership cgroups,
            RootFileSystem.CgroupView cgroupView,
            String network,
            String bootId,
            long run,
            long logSegment,
            byte[] seccomp,
            boolean attached) {}

    /** Absolute paths inside that are files of ours, and files in memory. */
    record Files(List<String> provided, List<GrantedFile> granted) {}

    /** Files of cgroups that a keeper writes itself into, and those that its child does. */
    record Membership(List<String> ofKeeper, List<String> ofChild) {}

    static LaunchPlan of(ContainerSpec spec, Image image, Files given, Host host) {
        return new LaunchPlan(keeperSteps(spec, host), childSteps(spec, image, given, host));
    }

    private static List<KeeperStep> keeperSteps(ContainerSpec spec, Host host) {
        ContainerFiles files = host.files();
        List<KeeperStep> steps = new ArrayList<>();
        // First of all: of two keepers for one container, the second does nothing.
        steps.add(new KeeperStep.Lock(files.lock().toString()));
        steps.add(new KeeperStep.Forget(files.pids().toString()));
        steps.add(new KeeperStep.ExitFile(files.exit().toString(), host.run()));
        host.cgroups().ofKeeper().forEach(file -> steps.add(new KeeperStep.EnterCgroup(file)));
        steps.add(new KeeperStep.Log(
                files.log().toString(),
                host.logSegment(),
                spec.logs().segmentBytes(),
                spec.logs().segments()));
        steps.add(new KeeperStep.Spawn(
                Flags.CLONE_NEWNS | Flags.CLONE_NEWPID | Flags.CLONE_NEWIPC | Flags.CLONE_NEWUTS, !spec.tty()));
        steps.add(new KeeperStep.WritePids(files.pids().toString(), host.bootId()));
        steps.add(new KeeperStep.Supervise(false));
        return steps;
    }

    private static List<ChildStep> childSteps(ContainerSpec spec, Image image, Files given, Host host) {
        List<ChildStep> steps = new ArrayList<>();
        host.cgroups().ofChild().forEach(file -> steps.add(new KeeperStep.EnterCgroup(file)));
        steps.add(new ProcessStep.JoinNamespace(host.network(), Flags.CLONE_NEWNET));
        // After the cgroups were joined: the new namespace's root is the group that the process is in.
        steps.add(new ProcessStep.Unshare(Flags.CLONE_NEWCGROUP));
        steps.addAll(new RootFileSystem(
                        host.files(),
                        host.base(),
                        spec.mounts(),
                        given.provided(),
                        given.granted(),
                        workingDirectory(spec),
                        spec.readOnly(),
                        host.cgroupView())
                .steps());
        steps.add(new ProcessStep.Hostname(spec.hostname()));
        addLimits(steps, spec.limits());
        steps.add(new ProcessStep.User(spec.user()));
        steps.add(new ProcessStep.Streams(streams(spec, host)));
        steps.add(new ProcessStep.WorkingDirectory(workingDirectory(spec)));
        addPrivileges(steps, host.seccomp());
        if (spec.init()) {
            steps.add(new ProcessStep.Init());
        }
        steps.add(new ProcessStep.Exec(spec.command(), environment(spec, image)));
        return steps;
    }

    private static ProcessStep.Streams.Kind streams(ContainerSpec spec, Host host) {
        if (spec.tty()) {
            return ProcessStep.Streams.Kind.TERMINAL;
        }
        return host.attached() ? ProcessStep.Streams.Kind.ATTACHED : ProcessStep.Streams.Kind.LOGGED;
    }

    static void addLimits(List<ChildStep> steps, ContainerLimits limits) {
        steps.add(new ProcessStep.ResourceLimit(RLIMIT_NOFILE, SOFT_FILES, HARD_FILES, false));
        for (ResourceLimit limit : limits.resources()) {
            steps.add(new ProcessStep.ResourceLimit(limit.number(), limit.soft(), limit.hard(), true));
        }
    }

    /** The filter before the capabilities are gone: without no_new_privs, loading it needs CAP_SYS_ADMIN (seccomp(2)). */
    static void addPrivileges(List<ChildStep> steps, byte[] seccomp) {
        steps.add(new ProcessStep.Bounding(Capabilities.DOCKER));
        if (seccomp.length > 0) {
            steps.add(new ProcessStep.Seccomp(seccomp));
        }
        steps.add(new ProcessStep.Identity(Capabilities.DOCKER));
    }

    static String workingDirectory(ContainerSpec spec) {
        return spec.workingDirectory().isEmpty() ? "/" : spec.workingDirectory();
    }

    /** The image's, the container's over it, and what every program may count on. */
    static List<String> environment(ContainerSpec spec, Image image) {
        List<String> all = new ArrayList<>(List.of(DEFAULT_PATH, "HOSTNAME=" + spec.hostname()));
        if (spec.tty()) {
            all.add("TERM=xterm");
        }
        all.addAll(image.config().environment());
        all.addAll(spec.environment());
        return merged(all);
    }

    /** A later value of a name takes the place of an earlier one. */
    static List<String> merged(List<String> variables) {
        Map<String, String> byName = new LinkedHashMap<>();
        for (String variable : variables) {
            int equals = variable.indexOf('=');
            byName.put(equals < 0 ? variable : variable.substring(0, equals), variable);
        }
        return List.copyOf(byName.values());
    }
}
