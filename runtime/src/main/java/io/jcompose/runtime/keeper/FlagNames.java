package io.jcompose.runtime.keeper;

import io.jcompose.runtime.linux.Flags;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Flags of the kernel in words, for the text of a plan. */
final class FlagNames {
    private static final Map<Long, String> NAMESPACES = named(
            Flags.CLONE_NEWNS, "mount",
            Flags.CLONE_NEWPID, "pid",
            Flags.CLONE_NEWNET, "net",
            Flags.CLONE_NEWIPC, "ipc",
            Flags.CLONE_NEWUTS, "uts",
            Flags.CLONE_NEWCGROUP, "cgroup",
            Flags.CLONE_NEWUSER, "user");
    private static final Map<Long, String> MOUNT = named(
            Flags.MS_RDONLY, "ro",
            Flags.MS_NOSUID, "nosuid",
            Flags.MS_NODEV, "nodev",
            Flags.MS_NOEXEC, "noexec");
    private static final Map<Long, String> ATTRIBUTES = named(
            Flags.MOUNT_ATTR_RDONLY, "ro",
            Flags.MOUNT_ATTR_NOSUID, "nosuid",
            Flags.MOUNT_ATTR_NODEV, "nodev",
            Flags.MOUNT_ATTR_NOEXEC, "noexec");

    private FlagNames() {}

    static String namespaces(int flags) {
        return flags == 0 ? "" : " in namespaces (" + join(NAMESPACES, Integer.toUnsignedLong(flags)) + ")";
    }

    static String mount(long flags) {
        return flags == 0 ? "" : " (" + join(MOUNT, flags) + ")";
    }

    static String attributes(long flags) {
        return flags == 0 ? "" : " (" + join(ATTRIBUTES, flags) + ")";
    }

    private static String join(Map<Long, String> names, long flags) {
        return names.entrySet().stream()
                .filter(entry -> (flags & entry.getKey()) != 0)
                .map(Map.Entry::getValue)
                .collect(Collectors.joining(","));
    }

    private static Map<Long, String> named(Object... flagsAndNames) {
        Map<Long, String> names = new LinkedHashMap<>();
        for (int i = 0; i < flagsAndNames.length; i += 2) {
            names.put(((Number) flagsAndNames[i]).longValue(), (String) flagsAndNames[i + 1]);
        }
        return names;
    }
}
