package io.jcompose.runtime.cgroup;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where this host's cgroups are.
 *
 * @param v1 controller to the directory of its hierarchy; co-mounted ones have the same
 * @param v2 the unified hierarchy, when it is the one to use: on a hybrid host it has no controllers
 */
public record CgroupHost(Map<String, Path> v1, Optional<Path> v2) {
    private static final Set<String> USED = Set.of("memory", "cpu", "cpuacct", "pids", "devices", "freezer");

    public CgroupHost {
        v1 = Map.copyOf(v1);
    }

    /** Reads {@code /proc/self/mountinfo} (proc(5)). */
    static CgroupHost parse(String mountinfo) {
        Map<String, Path> v1 = new LinkedHashMap<>();
        Optional<Path> v2 = Optional.empty();
        for (String line : mountinfo.lines().toList()) {
            // "36 31 0:35 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory": a dash ends the optional fields.
            String[] halves = line.split(" - ", 2);
            if (halves.length < 2) {
                continue;
            }
            Path point = Path.of(unescape(halves[0].split(" ")[4]));
            String[] file = halves[1].split(" ");
            if (file[0].equals("cgroup2") && v2.isEmpty()) {
                v2 = Optional.of(point);
            } else if (file[0].equals("cgroup") && file.length > 2) {
                Set.of(file[2].split(",")).stream().filter(USED::contains).forEach(name -> v1.putIfAbsent(name, point));
            }
        }
        return new CgroupHost(v1, v1.containsKey("memory") ? Optional.empty() : v2);
    }

    /** Spaces and the like are octal in mountinfo. */
    private static String unescape(String field) {
        return field.replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\");
    }

    /** Whether limits are the files of version 2. */
    boolean unified() {
        return v2.isPresent();
    }
}
