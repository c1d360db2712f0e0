package io.jcompose.runtime.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import io.jcompose.runtime.ContainerLimits;
import io.jcompose.runtime.cgroup.CgroupSettings.Setting;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CgroupSettingsTest {
    private static final ContainerLimits ALL = new ContainerLimits(64 << 20, 1_500_000_000, 100);

    private static List<String> lines(List<Setting> settings) {
        return settings.stream()
                .filter(setting -> !setting.controller().equals("devices"))
                .map(setting -> setting.file() + " = " + setting.value())
                .toList();
    }

    @Test
    void versionOneLimitsMemoryAndSwapTogether() {
        assertThat(lines(CgroupSettings.v1(ALL)))
                .containsExactly(
                        "memory.limit_in_bytes = 67108864",
                        "memory.memsw.limit_in_bytes = 134217728",
                        "cpu.cfs_period_us = 100000",
                        "cpu.cfs_quota_us = 150000",
                        "pids.max = 100");
    }

    @Test
    void versionTwoLimitsThemApart() {
        assertThat(lines(CgroupSettings.v2(ALL)))
                .containsExactly(
                        "memory.max = 67108864",
                        "memory.swap.max = 67108864",
                        "cpu.max = 150000 100000",
                        "pids.max = 100");
    }

    @Test
    void withoutLimitsOnlyDevicesAreClosed() {
        assertThat(CgroupSettings.v2(ContainerLimits.NONE)).isEmpty();
        assertThat(CgroupSettings.v1(ContainerLimits.NONE))
                .allMatch(setting -> setting.controller().equals("devices"))
                .first()
                .isEqualTo(new Setting("devices", "devices.deny", "a", true));
    }

    @Test
    void lessCpuThanTheKernelCanGiveIsTheLeastItCan() {
        assertThat(lines(CgroupSettings.v2(new ContainerLimits(0, 1, 0)))).containsExactly("cpu.max = 1000 100000");
    }

    @Test
    void moreMemoryThanCanBeDoubledDoesNotOverflow() {
        assertThat(lines(CgroupSettings.v1(new ContainerLimits(Long.MAX_VALUE, 0, 0))))
                .contains("memory.memsw.limit_in_bytes = " + Long.MAX_VALUE);
    }
}
