package io.jcompose.runtime.launch;

import io.jcompose.runtime.keeper.LaunchPlan;
import io.jcompose.runtime.keeper.LaunchStep;
import io.jcompose.runtime.keeper.ProcessStep;
import io.jcompose.runtime.keeper.RootStep;
import io.jcompose.runtime.keeper.StepFailure;
import io.jcompose.runtime.linux.Errno;
import java.util.List;
import java.util.Optional;

/** What a user is told when a step of a launch plan failed. Pure. */
final class FailureText {
    private FailureText() {}

    static String of(LaunchPlan plan, int number, StepFailure failure) {
        Optional<LaunchStep> step = plan.step(number);
        if (step.isEmpty()) {
            return "its process was killed while the container was set up (is the memory limit too low?)";
        }
        if (step.get() instanceof ProcessStep.Exec exec) {
            return exec(exec, failure);
        }
        if (step.get() instanceof ProcessStep.User user) {
            return user(user.user(), failure);
        }
        if (step.get() instanceof RootStep.Overlay overlay) {
            return overlay(overlay, failure);
        }
        return "could not " + step.get() + ": " + reason(step.get(), failure);
    }

    private static String reason(LaunchStep step, StepFailure failure) {
        if (failure.detail() == StepFailure.Detail.OUTSIDE) {
            return "it leads out of the container";
        }
        if (step instanceof RootStep.Mount mount && failure.errno() == Errno.ENODEV) {
            return "this kernel has no file system " + mount.type();
        }
        return Errno.text(failure.errno());
    }

    private static String overlay(RootStep.Overlay overlay, StepFailure failure) {
        String tried = "could not mount the root file system: ";
        return switch (failure.errno()) {
            case Errno.ENODEV ->
                tried + "this kernel has no overlayfs; load its module (modprobe overlay),"
                        + " or use a kernel with CONFIG_OVERLAY_FS";
            case Errno.EINVAL ->
                tried + overlay.upper() + " cannot be the upper directory of an overlay;"
                        + " keep the root directory (--root) on ext4, xfs or btrfs";
            default -> "could not " + overlay + ": " + Errno.text(failure.errno());
        };
    }

    private static String exec(ProcessStep.Exec exec, StepFailure failure) {
        String program = "exec: \"" + exec.command().get(0) + "\": ";
        if (failure.errno() == Errno.ENOENT && failure.detail() == StepFailure.Detail.FILE_EXISTS) {
            return program + "the interpreter or loader that it names is not in the image";
        }
        if (failure.errno() == Errno.ENOENT && !exec.command().get(0).contains("/")) {
            return program + "not found in PATH (" + path(exec.environment()) + ") of the container";
        }
        if (failure.errno() == Errno.ENOEXEC) {
            return program + "not a program (is its first line \"#!\" and an interpreter missing?)";
        }
        return program + Errno.text(failure.errno());
    }

    private static String path(List<String> environment) {
        return environment.stream()
                .filter(variable -> variable.startsWith("PATH="))
                .map(variable -> variable.substring(5))
                .findFirst()
                .orElse("");
    }

    private static String user(String user, StepFailure failure) {
        return switch (failure.detail()) {
            case NO_USER -> "user \"" + user + "\": no such user in /etc/passwd of the container";
            case NO_GROUP -> "user \"" + user + "\": no such group in /etc/group of the container";
            default -> "could not find the user \"" + user + "\": " + Errno.text(failure.errno());
        };
    }
}
