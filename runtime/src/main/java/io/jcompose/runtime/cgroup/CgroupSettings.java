package io.jcompose.runtime.cgroup;

import io.jcompose.runtime.ContainerLimits;
import java.util.ArrayList;
import java.util.List;

/** Limits as values of cgroup files. Pure. */
final class CgroupSettings {
    /** Length of a scheduling period, microseconds. */
    private static final long PERIOD = 100_000;
    /** The kernel refuses less (Documentation/scheduler/sched-bwc.rst). */
    private static final long LEAST_QUOTA = 1_000;

    private static final String DEVICES = "devices";

    private CgroupSettings() {}

    /**
     * One value to write.
     *
     * @param needed whether a kernel without the file is a failure; else the value is left out
     */
    record Setting(String controller, String file, String value, boolean needed) {
        /** Whether the file says afterwards what was written. A list of devices does not. */
        boolean readable() {
            return !controller.equals(DEVICES);
        }
    }

    /** For version 1: admin-guide/cgroup-v1/memory.rst, sched-bwc.rst, pids.rst, devices.rst. */
    static List<Setting> v1(ContainerLimits limits) {
        List<Setting> settings = new ArrayList<>();
        if (limits.memory() > 0) {
            settings.add(new Setting("memory", "memory.limit_in_bytes", Long.toString(limits.memory()), true));
            settings.add(new Setting("memory", "memory.memsw.limit_in_bytes", twice(limits.memory()), false));
        }
        if (limits.nanoCpus() > 0) {
            settings.add(new Setting("cpu", "cpu.cfs_period_us", Long.toString(PERIOD), true));
            settings.add(new Setting("cpu", "cpu.cfs_quota_us", Long.toString(quota(limits.nanoCpus())), true));
        }
        if (limits.pids() > 0) {
            settings.add(new Setting("pids", "pids.max", Long.toString(limits.pids()), true));
        }
        settings.add(new Setting(DEVICES, "devices.deny", "a", true));
        DeviceRule.USUAL.forEach(rule -> settings.add(new Setting(DEVICES, "devices.allow", rule.text(), true)));
        return settings;
    }

    /** For version 2: admin-guide/cgroup-v2.rst. Devices are no value there: see {@link DeviceProgram}. */
    static List<Setting> v2(ContainerLimits limits) {
        List<Setting> settings = new ArrayList<>();
        if (limits.memory() > 0) {
            settings.add(new Setting("memory", "memory.max", Long.toString(limits.memory()), true));
            settings.add(new Setting("memory", "memory.swap.max", Long.toString(limits.memory()), false));
        }
        if (limits.nanoCpus() > 0) {
            settings.add(new Setting("cpu", "cpu.max", quota(limits.nanoCpus()) + " " + PERIOD, true));
        }
        if (limits.pids() > 0) {
            settings.add(new Setting("pids", "pids.max", Long.toString(limits.pids()), true));
        }
        return settings;
    }

    private static long quota(long nanoCpus) {
        return Math.max(LEAST_QUOTA, Math.round(nanoCpus / 1e9 * PERIOD));
    }

    private static String twice(long value) {
        return Long.toString(value > Long.MAX_VALUE / 2 ? Long.MAX_VALUE : 2 * value);
    }
}
