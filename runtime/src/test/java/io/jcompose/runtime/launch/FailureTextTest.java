package io.jcompose.runtime.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.jcompose.runtime.keeper.ChildStep;
import io.jcompose.runtime.keeper.LaunchPlan;
import io.jcompose.runtime.keeper.RootStep;
import io.jcompose.runtime.keeper.StepFailure;
import io.jcompose.runtime.linux.Errno;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FailureTextTest {
    private static final ChildStep OVERLAY =
            new RootStep.Overlay("/state/c/rootfs", "/state/c/upper", "/state/c/work", List.of("/state/l/a"));

    private static final ChildStep QUEUES = new RootStep.Mount("mqueue", "/dev/mqueue", 0, "");

    /** {@code 0x10000}: the first step of the child. */
    private static String text(ChildStep step, int errno) {
        LaunchPlan plan = new LaunchPlan(List.of(), List.of(step));
        return FailureText.of(plan, 0x10000, new StepFailure(errno, step.opcode(), StepFailure.Detail.NONE));
    }

    @Test
    void aKernelWithoutOverlayfsIsNamedWithItsRemedy() {
        assertThat(text(OVERLAY, Errno.ENODEV))
                .isEqualTo("could not mount the root file system: this kernel has no overlayfs; load its module"
                        + " (modprobe overlay), or use a kernel with CONFIG_OVERLAY_FS");
    }

    @Test
    void aRootDirectoryThatCannotHoldAnOverlayIsNamedWithItsRemedy() {
        assertThat(text(OVERLAY, Errno.EINVAL))
                .isEqualTo("could not mount the root file system: /state/c/upper cannot be the upper directory of an"
                        + " overlay; keep the root directory (--root) on ext4, xfs or btrfs");
    }

    @Test
    void otherFailuresOfTheRootSayWhatTheKernelSaid() {
        assertThat(text(OVERLAY, Errno.ENOENT))
                .isEqualTo("could not mount the root file system on /state/c/rootfs, upper /state/c/upper,"
                        + " layers [/state/l/a]: no such file or directory");
    }

    @Test
    void aFileSystemThatTheKernelLacksIsNamed() {
        assertThat(text(QUEUES, Errno.ENODEV))
                .isEqualTo("could not mount mqueue on /dev/mqueue: this kernel has no file system mqueue");
        assertThat(text(QUEUES, Errno.EPERM))
                .isEqualTo("could not mount mqueue on /dev/mqueue: operation not permitted");
    }
}
