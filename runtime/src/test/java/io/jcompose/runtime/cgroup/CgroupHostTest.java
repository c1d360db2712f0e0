package io.jcompose.runtime.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class CgroupHostTest {
    @Test
    void aHybridHostIsVersionOneBecauseItsUnifiedHierarchyHasNoControllers() {
        CgroupHost host = CgroupHost.parse("""
                22 27 0:21 / /proc rw,relatime - proc proc rw
                32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw,relatime shared:9 - cgroup cgroup rw,cpu,cpuacct
                35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory
                38 31 0:35 / /sys/fs/cgroup/blkio rw,relatime - cgroup cgroup rw,blkio
                40 31 0:37 / /sys/fs/cgroup/systemd rw,relatime - cgroup cgroup rw,name=systemd
                41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw
                """);
        assertThat(host.unified()).isFalse();
        assertThat(host.v1())
                .containsOnlyKeys("cpu", "cpuacct", "memory")
                .containsEntry("cpu", Path.of("/sys/fs/cgroup/cpu,cpuacct"));
    }

    @Test
    void aUnifiedHostIsVersionTwo() {
        CgroupHost host =
                CgroupHost.parse("26 23 0:23 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate\n");
        assertThat(host.v2()).contains(Path.of("/sys/fs/cgroup"));
    }

    @Test
    void aHostWithoutCgroupsHasNone() {
        CgroupHost host = CgroupHost.parse("22 27 0:21 / /with\\040space rw - proc proc rw\nnonsense\n");
        assertThat(host.unified()).isFalse();
        assertThat(host.v1()).isEmpty();
    }
}
