package io.jcompose.runtime.launch;

import io.jcompose.runtime.ContainerSpec;
import io.jcompose.runtime.ExecSpec;
import io.jcompose.runtime.Image;
import io.jcompose.runtime.keeper.ChildStep;
import io.jcompose.runtime.keeper.KeeperProgram;
import io.jcompose.runtime.keeper.KeeperStep;
import io.jcompose.runtime.keeper.LaunchPlan;
import io.jcompose.runtime.keeper.ProcessStep;
import io.jcompose.runtime.linux.Flags;
import java.util.ArrayList;
import java.util.List;

/** The plan of a command in a running container. Pure. */
final class ExecPlan {
    /** The keeper's descriptor of the container's main process. */
    static final int MAIN = KeeperProgram.FIRST_FREE;

    private static final int NAMESPACES =
            Flags.CLONE_NEWNS | Flags.CLONE_NEWNET | Flags.CLONE_NEWIPC | Flags.CLONE_NEWUTS | Flags.CLONE_NEWCGROUP;

    private ExecPlan() {}

    static LaunchPlan of(
            ContainerSpec container, Image image, ExecSpec spec, ContainerPlan.Membership cgroups, byte[] seccomp) {
        List<KeeperStep> keeper = new ArrayList<>();
        cgroups.ofKeeper().forEach(file -> keeper.add(new KeeperStep.EnterCgroup(file)));
        keeper.add(new KeeperStep.EnterPidNamespace(MAIN));
        keeper.add(new KeeperStep.Spawn(0, false));
        keeper.add(new KeeperStep.Supervise(true));
        return new LaunchPlan(keeper, childSteps(container, image, spec, cgroups, seccomp));
    }

    private static List<ChildStep> childSteps(
            ContainerSpec container, Image image, ExecSpec spec, ContainerPlan.Membership cgroups, byte[] seccomp) {
        String user = spec.user();
        String directory = spec.workingDirectory();
        List<String> environment = new ArrayList<>(ContainerPlan.environment(container, image));
        if (spec.tty()) {
            environment.add("TERM=xterm");
        }
        environment.addAll(spec.environment());
        List<ChildStep> steps = new ArrayList<>();
        cgroups.ofChild().forEach(file -> steps.add(new KeeperStep.EnterCgroup(file)));
        steps.add(new ProcessStep.JoinProcess(MAIN, NAMESPACES));
        ContainerPlan.addLimits(steps, container.limits());
        steps.add(new ProcessStep.User(user == null ? container.user() : user));
        steps.add(new ProcessStep.Streams(
                spec.tty() ? ProcessStep.Streams.Kind.TERMINAL : ProcessStep.Streams.Kind.INHERITED));
        steps.add(new ProcessStep.WorkingDirectory(
                directory == null ? ContainerPlan.workingDirectory(container) : directory));
        ContainerPlan.addPrivileges(steps, seccomp);
        steps.add(new ProcessStep.Exec(spec.command(), ContainerPlan.merged(environment)));
        return steps;
    }
}
